/** Messages as rows of a list: days between them, what is unread, quotes marked. */
import { h, icon } from './dom.js';
import { clock, dayKey, dayName, instant, timeTag } from './format.js';
import { avatar } from './ui.js';

const TOGETHER = 5 * 60_000;
const LINK = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/g;

/** A message of GET /chats/{id} as the page keeps it. */
export function fromHistory(message) {
	return { id: message.message_id, sender: message.user_id, role: message.role, text: message.content,
		at: instant(message.timestamp), exact: true, state: 'sent', metadata: message.metadata };
}

/**
 * The rows of messages, oldest first.
 * @param unreadFrom id of the first unread message
 * @param mark `{id, quote}`: what is to be highlighted
 */
export function rowsOf(messages, { unreadFrom = null, mark = null } = {}) {
	const rows = [];
	let before = null;
	for (const message of messages) {
		if (!before || dayKey(before.at) !== dayKey(message.at)) {
			rows.push({ key: `day ${dayKey(message.at)} ${message.id}`, rev: 0, type: 'day', at: message.at });
			before = null;
		}
		if (message.id === unreadFrom) {
			rows.push({ key: 'unread', rev: 0, type: 'unread' });
			before = null;
		}
		const first = !before || before.sender !== message.sender || message.at - before.at > TOGETHER;
		const quote = mark?.id === message.id ? mark.quote ?? '' : null;
		rows.push({ key: message.id, rev: `${first} ${message.state} ${quote}`, type: 'message', message, first, quote });
		before = message;
	}
	return rows;
}

/** Makes the element of a row. */
export function renderRow(row, { me, onRetry }) {
	switch (row.type) {
		case 'day':
			return h('div', { class: 'divider' }, h('span', {}, dayName(row.at)));
		case 'unread':
			return h('div', { class: 'divider unread' }, h('span', {}, 'New'));
		default:
			return renderMessage(row, me, onRetry);
	}
}

function renderMessage({ message, first, quote }, me, onRetry) {
	const own = message.sender === me && message.role !== 'assistant';
	return h('article', { class: `message${own ? ' own' : ''}${first ? ' first' : ''}${quote !== null ? ' cited' : ''}`,
		dataset: { id: message.id }, 'aria-label': `${message.sender}, ${clock(message.at)}` },
			first ? avatar(message.sender) : h('span', { class: 'gutter' }, timeTag(message.at, clock(message.at))),
			h('div', { class: 'message-body' },
					first && h('header', {}, h('strong', {}, message.sender),
							message.role === 'assistant' && h('span', { class: 'chip' }, 'assistant'),
							timeTag(message.at, clock(message.at))),
					h('p', { class: 'text' }, quote ? marked(message.text, quote) : linked(message.text)),
					state(message, onRetry)));
}

function state(message, onRetry) {
	switch (message.state) {
		case 'sending':
			return h('span', { class: 'state' }, icon('clock'), 'Sending…');
		case 'failed':
			return h('span', { class: 'state failed' }, icon('warning'), message.problem ?? 'Not sent',
					h('button', { type: 'button', class: 'link', onclick: () => onRetry(message.id) }, 'Send again'));
		case 'just-sent':
			return h('span', { class: 'state' }, icon('check'), 'Sent');
		default:
			return null;
	}
}

/** The text with its web addresses as links. */
export function linked(text) {
	const parts = [];
	let end = 0;
	for (const found of text.matchAll(LINK)) {
		parts.push(text.slice(end, found.index),
				h('a', { href: found[0], rel: 'noopener noreferrer nofollow', target: '_blank' }, found[0]));
		end = found.index + found[0].length;
	}
	parts.push(text.slice(end));
	return parts;
}

/** The text with a quote marked, wherever white space or case differ. */
export function marked(text, quote) {
	const escaped = quote.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
	const found = escaped ? text.match(new RegExp(escaped, 'iu')) : null;
	if (!found) {
		return [h('mark', {}, text)];
	}
	const end = found.index + found[0].length;
	return [text.slice(0, found.index), h('mark', {}, found[0]), text.slice(end)];
}

/** The text with the words of a search marked. */
export function hit(text, words) {
	const wanted = words.filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	if (!wanted.length) {
		return [text];
	}
	const parts = text.split(new RegExp(`(${wanted.join('|')})`, 'iu'));
	return parts.map((part, i) => i % 2 ? h('mark', {}, part) : part);
}

/** The part of a long text around the first word found. */
export function excerpt(text, words, length = 160) {
	const lower = text.toLowerCase();
	const at = Math.max(0, ...words.map((word) => lower.indexOf(word.toLowerCase())));
	const start = at < length / 2 ? 0 : text.lastIndexOf(' ', at - length / 3) + 1;
	return (start ? '…' : '') + text.slice(start, start + length) + (text.length > start + length ? '…' : '');
}
