/** A whole conversation as a file. */
import { all, api } from './api.js';
import { h } from './dom.js';

const messages = (id) => all((cursor) => api.history(id, { cursor, limit: 1000, order: 'asc' }), (page) => page.messages);

function save(name, type, text) {
	const url = URL.createObjectURL(new Blob([text], { type }));
	const link = h('a', { href: url, download: name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80) });
	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export async function exportJson(conversation, summary, windows) {
	const whole = { conversation, summary, windows, messages: await messages(conversation.id) };
	save(`${conversation.title ?? conversation.id}.json`, 'application/json', JSON.stringify(whole, null, 2));
}

export async function exportMarkdown(conversation, summary, windows) {
	const said = await messages(conversation.id);
	const lines = [`# ${line(conversation.title ?? conversation.id)}`, '',
		`${conversation.message_count} messages, ${conversation.created_at} to ${conversation.updated_at}`, ''];
	if (summary) {
		lines.push('## Summary', '', escaped(summary.summary), '');
		lists(lines, summary.insights.highlights);
	}
	if (windows.length) {
		lines.push('## Windows', '');
		windows.forEach((each) => lines.push(`### ${line(each.title ?? 'Untitled')}`, '',
				`${each.covers.from} to ${each.covers.to}`, '', escaped(each.summary), ''));
	}
	lines.push('## Messages', '');
	said.forEach((message) => lines.push(`**${line(message.user_id)}** ${message.timestamp}`, '',
			escaped(message.content).replace(/^/gm, '> '), ''));
	save(`${conversation.title ?? conversation.id}.md`, 'text/markdown', lines.join('\n'));
}

function lists(lines, highlights) {
	const titles = { key_point: 'Key points', decision: 'Decisions', action_item: 'Action items',
		question: 'Open questions' };
	for (const [kind, title] of Object.entries(titles)) {
		const found = highlights.filter((each) => each.kind === kind);
		if (found.length) {
			lines.push(`### ${title}`, '', ...found.map((each) => `- ${kind === 'action_item' ? '[ ] ' : ''}${line(each.text)}${
				each.owner ? ` (${line(each.owner)}${each.due ? `, due ${each.due}` : ''})` : ''}`), '');
		}
	}
}

/** What would be Markdown, or HTML in it, is what was written. */
const escaped = (text) => text.replace(/[\\`*_[\]<>#|~]/g, '\\$&');

const line = (text) => escaped(text).replace(/\s+/g, ' ');
