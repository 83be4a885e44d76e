/** The windows of a conversation, the latest first. */
import { h } from './dom.js';
import { instant, plural, span } from './format.js';
import { overview, statements } from './summary.js';
import { sentiment } from './ui.js';

const AT_FIRST = 20;

export function timeline(windows, onSource) {
	if (!windows.length) {
		return h('p', { class: 'muted' }, 'No window has closed yet. One closes when the talk pauses.');
	}
	const latest = [...windows].reverse();
	const list = h('ol', { class: 'timeline' }, latest.slice(0, AT_FIRST).map((each) => entry(each, onSource)));
	const rest = latest.slice(AT_FIRST);
	const more = rest.length > 0 && h('button', { type: 'button', class: 'button', onclick: () => {
		list.append(...rest.map((each) => entry(each, onSource)));
		more.remove();
	} }, `Show ${plural(rest.length, 'earlier window')}`);
	return h('div', {}, list, more);
}

function entry(window, onSource) {
	const { covers, insights } = window;
	const found = insights.highlights.length;
	const when = covers?.from ? span(instant(covers.from), instant(covers.to)) : '';
	return h('li', { class: insights.sentiment },
			h('div', { class: 'row small muted' }, h('span', {}, when), plural(window.message_count, 'message'),
					sentiment(insights.sentiment)),
			h('h4', {}, window.title ?? 'Untitled'),
			h('p', { class: 'prose' }, overview(window)),
			found > 0 && h('details', {}, h('summary', {}, plural(found, 'statement')),
					statements(insights.highlights, onSource)));
}
