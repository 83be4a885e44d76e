/** The little Markdown that models write, as elements: paragraphs, lists, code, emphasis. */
import { h } from './dom.js';
import { linked } from './messages.js';

export function prose(text) {
	const blocks = [];
	text.split(/^```[^\n]*\n?/m).forEach((part, i) => {
		if (i % 2) {
			blocks.push(h('pre', { tabindex: '0' }, h('code', {}, part.replace(/\n$/, ''))));
		}
		else {
			part.split(/\n{2,}/).filter((each) => each.trim()).forEach((each) => blocks.push(...paragraph(each)));
		}
	});
	return blocks;
}

const BULLET = /^\s*[-*•] +/;
const NUMBERED = /^\s*\d+[.)] +/;

function paragraph(text) {
	const blocks = [];
	for (const line of text.split('\n')) {
		const kind = BULLET.test(line) ? 'ul' : NUMBERED.test(line) ? 'ol' : line.startsWith('#') ? 'h4' : 'p';
		const last = blocks.at(-1);
		if ((kind === 'ul' || kind === 'ol')) {
			const item = h('li', {}, inline(line.replace(kind === 'ul' ? BULLET : NUMBERED, '')));
			last?.localName === kind ? last.append(item) : blocks.push(h(kind, {}, item));
		}
		else if (kind === 'p' && last?.localName === 'p') {
			last.append('\n', ...inline(line).flat());
		}
		else {
			blocks.push(h(kind, { class: 'text' }, inline(line.replace(/^#+ */, ''))));
		}
	}
	return blocks;
}

function inline(text) {
	return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, i) => {
		if (i % 2 === 0) {
			return linked(part);
		}
		return part.startsWith('`') ? h('code', {}, part.slice(1, -1)) : h('strong', {}, part.slice(2, -2));
	});
}
