/** A summary to read: each statement leads to the message that proves it. */
import { h, icon } from './dom.js';
import { ago, date, instant, plural, timeTag } from './format.js';
import { sentiment } from './ui.js';

const KINDS = [
	['key_point', 'Key points'],
	['decision', 'Decisions'],
	['action_item', 'Action items'],
	['question', 'Open questions'],
];

/** One statement with its source. */
export function statement(highlight, onSource) {
	const id = highlight.message_ids?.[0];
	return h('li', { class: 'statement' },
			h('p', {}, highlight.text),
			(highlight.owner || highlight.due) && h('p', { class: 'small muted' },
					highlight.owner && h('span', { class: 'chip' }, highlight.owner),
					highlight.due && h('span', { class: 'chip' }, `due ${date(highlight.due)}`)),
			id && sourceButton(highlight, onSource));
}

/** A button that shows where something was said. */
export function sourceButton(highlight, onSource, label = 'Show the message') {
	return h('button', { type: 'button', class: 'source', title: 'Show the message',
		onclick: () => onSource(highlight.message_ids[0], highlight.quote ?? '') },
			icon('source'), h('span', { class: 'clip' }, highlight.quote || label));
}

/** The lists of a summary; only those kinds that have something. */
export function statements(highlights, onSource, { without = [] } = {}) {
	return KINDS.filter(([kind]) => !without.includes(kind)).map(([kind, title]) => {
		const found = highlights.filter((highlight) => highlight.kind === kind);
		return found.length > 0 && h('section', { class: `block ${kind}` },
				h('h3', {}, title, h('span', { class: 'badge quiet' }, String(found.length))),
				h('ul', { class: 'plain' }, found.map((highlight) => statement(highlight, onSource))));
	});
}

/** Who made it, of how much, and when. */
export function provenance(summary) {
	const made = instant(summary.generated_at);
	return h('p', { class: 'muted small' },
			summary.engine === 'extractive' ? 'In their own words' : `By ${summary.model ?? summary.engine}`,
			` from ${plural(summary.message_count, 'message')}, `, timeTag(made, ago(made)), '.');
}

/** The text without the lists at its end, which are shown as lists. */
export function overview(summary) {
	return summary.summary.split(/\n\n(?=[^\n]*:\n[-*•] )/)[0] || 'Too little was said for a summary.';
}

/** The whole of a summary for a panel. */
export function summaryBody(summary, onSource, { missed = null, unreadIds = null } = {}) {
	const { highlights } = summary.insights;
	const unread = unreadIds && highlights.filter((each) => each.message_ids.some((id) => unreadIds.has(id)));
	return [
		missed !== null && h('section', { class: 'block missed' }, h('h3', {}, 'What you missed'),
				h('p', { class: 'prose' }, missed),
				unread?.length > 0 && h('ul', { class: 'plain' }, unread.map((each) => statement(each, onSource)))),
		h('section', { class: 'block' }, h('h3', {}, 'Overview', sentiment(summary.insights.sentiment)),
				h('p', { class: 'prose' }, overview(summary)), provenance(summary)),
		statements(highlights, onSource),
	];
}
