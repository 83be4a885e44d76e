/** Conversations: a list to search, and the one that is open. */
import { api } from '../api.js';
import { h, icon, show } from '../dom.js';
import { ago, instant, plural, timeTag } from '../format.js';
import { excerpt, hit } from '../messages.js';
import { user } from '../store.js';
import { announce, debounce, empty, failed, sentiment, skeleton } from '../ui.js';
import { VirtualList } from '../virtual-list.js';
import { Conversation } from '../conversation.js';

const REFRESH = 10_000;
const address = (id) => `#/conversations/${encodeURIComponent(id)}`;

export function mount(root, path) {
	const view = new ConversationsView(root);
	view.update(path);
	return view;
}

class ConversationsView {

	#chats = null;
	#total = 0;
	#pages = 1;
	#open = null;
	#found = null;
	#query = '';
	#asked = null;
	#search = debounce(() => this.#ask(), 180);

	constructor(root) {
		this.input = h('input', { type: 'search', id: 'search', placeholder: 'Search everything', autocomplete: 'off',
			'aria-describedby': 'search-says', oninput: () => this.#typed(), onkeydown: (event) => {
				if (event.key === 'ArrowDown') {
					event.preventDefault();
					this.list.element.querySelector('a')?.focus();
				}
			} });
		this.mine = h('input', { type: 'checkbox', id: 'mine', onchange: () => this.#ask() });
		this.scope = h('label', { class: 'check small', hidden: true }, this.mine, 'Only mine');
		this.says = h('p', { id: 'search-says', class: 'muted small', 'aria-live': 'polite' });
		this.body = h('div', { class: 'list-body' });
		this.list = new VirtualList({ label: 'Conversations', role: 'region', estimate: 92,
			render: (row) => this.#row(row) });
		this.list.element.addEventListener('keydown', (event) => this.#move(event));
		this.list.element.addEventListener('scroll', () => this.#nearEnd(), { passive: true });
		this.detail = h('section', { class: 'detail', 'aria-label': 'Conversation' });
		this.root = h('div', { class: 'columns conversations-view' },
				h('aside', { class: 'side wide-side', 'aria-label': 'All conversations' },
						h('header', { class: 'side-head' }, h('h1', {}, 'Conversations')),
						h('div', { class: 'search', role: 'search' }, icon('search'),
								h('label', { class: 'sr-only', for: 'search' }, 'Search messages and summaries'), this.input),
						h('div', { class: 'row between search-says' }, this.says, this.scope),
						this.body),
				this.detail);
		root.append(this.root);
		this.timer = setInterval(() => document.hidden || this.#refreshFirst(), REFRESH);
		this.#read();
	}

	update([id, how, messageId]) {
		this.root.classList.toggle('has-one', Boolean(id));
		if (id !== this.#open?.id) {
			this.#open?.destroy();
			this.#open = id ? new Conversation(this.detail, id, { changed: () => this.#refreshFirst() }) : null;
			id || show(this.detail, empty('conversations', 'Pick a conversation',
					'Its summary, what was decided and promised, and every message are shown here.'));
		}
		if (how === 'm' && messageId) {
			this.#open.source(messageId, '');
		}
		this.#draw();
	}

	refresh() {
		this.#read();
		this.#open?.refresh();
	}

	destroy() {
		clearInterval(this.timer);
		this.#asked?.abort();
		this.#open?.destroy();
		this.list.destroy();
	}

	async #read() {
		this.#chats || show(this.body, skeleton(10, 'page'));
		try {
			this.#take(await api.userChats(user.get(), 1));
		}
		catch (error) {
			this.#chats || show(this.body, failed(error, () => this.#read()));
		}
	}

	#take(answer) {
		const fresh = new Set(answer.conversations.map((chat) => chat.conversation_id));
		this.#total = answer.total_conversations;
		const rest = (this.#chats ?? []).slice(answer.conversations.length)
			.filter((chat) => !fresh.has(chat.conversation_id));
		this.#chats = [...answer.conversations, ...rest].slice(0, this.#total);
		this.#draw();
	}

	async #refreshFirst() {
		const answer = await api.userChats(user.get(), 1).catch(() => null);
		answer && this.#take(answer);
	}

	async #nearEnd() {
		const { scrollTop, clientHeight, scrollHeight } = this.list.element;
		if (this.#query || this.reading || !this.#chats || this.#chats.length >= this.#total
				|| scrollTop + clientHeight < scrollHeight - 600) {
			return;
		}
		this.reading = true;
		const next = await api.userChats(user.get(), this.#pages + 1).catch(() => null);
		this.reading = false;
		if (next) {
			this.#pages++;
			const known = new Set(this.#chats.map((chat) => chat.conversation_id));
			this.#chats = [...this.#chats, ...next.conversations.filter((chat) => !known.has(chat.conversation_id))];
			this.#draw();
		}
	}

	#typed() {
		this.#query = this.input.value.trim();
		this.#found = null;
		this.#draw();
		this.#search();
	}

	async #ask() {
		this.#asked?.abort();
		if (!this.#query) {
			this.#draw();
			return;
		}
		const asked = this.#asked = new AbortController();
		try {
			const answer = await api.search(this.#query, this.mine.checked ? user.get() : null, asked.signal);
			this.#found = answer.results;
			this.#draw();
			announce(plural(answer.results.length, 'result'));
		}
		catch (error) {
			if (!asked.signal.aborted) {
				show(this.body, failed(error, () => this.#ask()));
			}
		}
	}

	#draw() {
		if (!this.#chats) {
			return;
		}
		const rows = this.#query ? this.#results() : this.#chats.map((chat) => this.#chatRow(chat));
		this.scope.hidden = !this.#query;
		this.says.textContent = this.#query
			? this.#found ? plural(rows.length, 'result') : 'Searching…'
			: plural(this.#total, 'conversation');
		if (rows.length) {
			this.list.element.parentNode === this.body || show(this.body, this.list.element);
			this.list.set(rows);
		}
		else if (this.#query) {
			show(this.body, this.#found ? empty('search', 'Nothing found', 'Search finds whole words of messages and summaries.')
				: skeleton(6, 'page'));
		}
		else {
			show(this.body, empty('conversations', 'No conversations yet',
					'Those you take part in are listed here. Search finds the others.',
					h('a', { class: 'button', href: '#/rooms/lobby' }, 'Say something in the lobby')));
		}
	}

	#chatRow(chat) {
		const current = chat.conversation_id === this.#open?.id;
		return { key: chat.conversation_id, chat, current, words: [],
			rev: JSON.stringify([chat, current, ago(instant(chat.timestamp))]) };
	}

	/** Titles that contain what was typed, then what the server found. */
	#results() {
		const words = this.#query.split(/\s+/);
		const lower = this.#query.toLowerCase();
		const titles = this.#chats.filter((chat) => (chat.title ?? chat.conversation_id).toLowerCase().includes(lower))
			.slice(0, 5).map((chat) => ({ ...this.#chatRow(chat), words, rev: `${chat.conversation_id} ${this.#query}` }));
		const found = (this.#found ?? []).map((result, i) => ({ key: `hit ${result.message_id ?? 'summary'} ${i}`,
			rev: `${this.#query} ${result.text}`, result, words }));
		return [...titles, ...found];
	}

	#row(row) {
		return row.result ? hitCard(row.result, row.words) : chatCard(row.chat, row.current, row.words);
	}

	#move(event) {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const card = event.target.closest('a');
		if (!step || !card) {
			return;
		}
		event.preventDefault();
		const next = step > 0 ? card.nextElementSibling : card.previousElementSibling;
		next ? next.focus() : step < 0 && this.input.focus();
	}

}

function chatCard(chat, current, words) {
	const at = instant(chat.timestamp);
	return h('a', { class: `chat-card${chat.unread_count ? ' unread' : ''}`, href: address(chat.conversation_id),
		'aria-current': current ? 'page' : null },
			h('div', { class: 'row between' },
					h('strong', { class: 'clip' }, hit(chat.title ?? chat.conversation_id, words)),
					h('span', { class: 'small muted' }, timeTag(at, ago(at)))),
			h('p', { class: 'gist' }, chat.summary || chat.last_message || 'Nothing was said yet.'),
			h('div', { class: 'row small muted' }, sentiment(chat.sentiment), plural(chat.message_count, 'message'),
					chat.unread_count > 0 && h('span', { class: 'badge' },
							chat.unread_count >= 1000 ? '999+' : String(chat.unread_count),
							h('span', { class: 'sr-only' }, ' unread'))));
}

function hitCard(result, words) {
	const at = instant(result.timestamp);
	const target = address(result.conversation_id) + (result.message_id ? `/m/${encodeURIComponent(result.message_id)}` : '');
	return h('a', { class: 'chat-card', href: target },
			h('div', { class: 'row between' },
					h('strong', { class: 'clip' }, result.title ?? result.conversation_id),
					h('span', { class: 'small muted' }, timeTag(at, ago(at)))),
			h('p', { class: 'gist' }, result.user_id ? `${result.user_id}: ` : h('span', { class: 'chip' }, 'Summary'), ' ',
					hit(excerpt(result.text, words), words)));
}

