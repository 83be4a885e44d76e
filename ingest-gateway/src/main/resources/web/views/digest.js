/** What somebody missed everywhere, and what they promised. */
import { api } from '../api.js';
import { h, icon } from '../dom.js';
import { ago, date, instant, plural, timeTag } from '../format.js';
import { itemRow } from '../items.js';
import { user } from '../store.js';
import { attempt, empty, load, skeleton, toast } from '../ui.js';

const address = (id, message) =>
	`#/conversations/${encodeURIComponent(id)}${message ? `/m/${encodeURIComponent(message)}` : ''}`;

export function mount(root) {
	const view = new DigestView(root);
	view.read();
	return view;
}

class DigestView {

	#alive = true;

	constructor(root) {
		this.body = h('div', { class: 'digest' });
		this.lead = h('p', { class: 'muted' });
		this.all = h('button', { type: 'button', class: 'button', hidden: true, onclick: () => this.#readAll() },
				icon('check'), 'Mark all as read');
		root.append(h('div', { class: 'page' },
				h('header', { class: 'page-head' }, h('div', {}, h('h1', {}, `Hello, ${user.get()}`), this.lead), this.all),
				this.body));
	}

	update() {}

	refresh() {
		this.read();
	}

	destroy() {
		this.#alive = false;
	}

	read() {
		return load(this.body, { wait: skeleton(10), alive: () => this.#alive,
			get: () => api.digest(user.get()), done: (digest) => this.#show(digest) });
	}

	#show(digest) {
		this.digest = digest;
		const missed = digest.conversations;
		this.all.hidden = !missed.length;
		this.lead.textContent = missed.length
			? `${digest.total_unread >= 1000 ? 'More than 1000' : digest.total_unread} unread in ${plural(missed.length, 'conversation')}.`
			: 'You have seen everything.';
		return h('div', { class: 'digest-columns' },
				h('section', { 'aria-labelledby': 'missed' }, h('h2', { id: 'missed' }, 'What you missed'),
						missed.length ? missed.map((each) => this.#missed(each))
							: empty('digest', 'Nothing new', 'When others write in conversations you take part in, it is summed up here.')),
				h('section', { 'aria-labelledby': 'open' }, h('h2', { id: 'open' }, 'Yours to do',
						digest.open_action_items.length > 0 && h('span', { class: 'badge quiet' }, String(digest.open_action_items.length))),
						digest.open_action_items.length
							? h('ul', { class: 'plain card' }, digest.open_action_items.map((item) => this.#item(item)))
							: empty('check', 'Nothing to do', 'What you say you will do shows up here, with the words you said.')));
	}

	#missed(each) {
		return h('article', { class: 'card missed-card' },
				h('header', { class: 'row between' },
						h('h3', { class: 'clip' }, h('a', { href: address(each.conversation_id) }, each.title ?? each.conversation_id)),
						h('span', { class: 'badge' }, each.unread_count >= 1000 ? '999+' : String(each.unread_count),
								h('span', { class: 'sr-only' }, ' unread'))),
				h('p', { class: 'prose' }, each.summary ?? each.last_message),
				each.mentions.length > 0 && h('ul', { class: 'plain' }, each.mentions.map((mention) => this.#mention(each, mention))),
				h('div', { class: 'row' },
						h('a', { class: 'button small', href: address(each.conversation_id) }, 'Open'),
						h('button', { type: 'button', class: 'link', onclick: async () => {
							if (await attempt(() => api.read(user.get(), each.conversation_id))) {
								this.read();
							}
						} }, 'Mark as read')));
	}

	#mention({ conversation_id: id }, mention) {
		const at = instant(mention.timestamp);
		return h('li', {}, h('a', { class: 'source', href: address(id, mention.message_id) }, icon('source'),
				h('span', { class: 'clip' }, h('strong', {}, mention.sender), ` ${mention.message}`),
				h('span', { class: 'small muted' }, timeTag(at, ago(at)))));
	}

	#item(item) {
		const show = (id) => {
			location.hash = address(item.conversation_id, id);
		};
		if (item.item_id) {
			return itemRow(item, show, (changed) => {
				toast(changed.status === 'done' ? 'Done.' : 'Open again.');
			});
		}
		return h('li', { class: 'statement' }, h('p', {}, item.text),
				item.due && h('p', { class: 'small' }, h('span', { class: 'chip' }, `due ${date(item.due)}`)),
				h('button', { type: 'button', class: 'source', onclick: () => show(item.message_ids[0]) }, icon('source'),
						h('span', { class: 'clip' }, item.quote ?? 'Show the message')));
	}

	async #readAll() {
		this.all.disabled = true;
		await attempt(() => Promise.all(this.digest.conversations.map((each) => api.read(user.get(), each.conversation_id))));
		this.all.disabled = false;
		this.read();
	}

}
