/** Rooms: talk live, and catch up. */
import { api } from '../api.js';
import { h, icon, iconButton, show } from '../dom.js';
import { VirtualList } from '../virtual-list.js';
import { renderRow, rowsOf } from '../messages.js';
import { RoomSession } from '../room-session.js';
import { forgotten, rooms, user, visited } from '../store.js';
import { announce, ask, avatar, debounce, empty, failed, skeleton, toast } from '../ui.js';
import { RoomPanel } from '../room-panel.js';

const REFRESH = 15_000;
const address = (room) => `#/rooms/${encodeURIComponent(room)}`;

export function mount(root, path) {
	const view = new RoomsView(root);
	view.update(path);
	return view;
}

class RoomsView {

	#me = user.get();
	#room = null;
	#session = null;
	#list = null;
	#mark = null;
	#unread = new Map();
	#drafts = new Map();
	#readSoon = debounce(() => this.#readNow(), 800);
	#onVisible = () => document.hidden || this.#session?.reconnect();

	constructor(root) {
		this.side = h('ul', { class: 'plain room-links' });
		this.chat = h('section', { class: 'chat', 'aria-label': 'Room' });
		this.panel = h('aside', { class: 'panel', 'aria-label': 'Summary', hidden: true });
		this.root = h('div', { class: 'columns rooms-view' },
				h('aside', { class: 'side', 'aria-label': 'Your rooms' },
						h('header', { class: 'side-head' }, h('h1', {}, 'Rooms'),
								iconButton('plus', 'Join a room', () => this.#join())), this.side),
				this.chat, this.panel);
		root.append(this.root);
		this.timer = setInterval(() => document.hidden || this.#count(), REFRESH);
		document.addEventListener('visibilitychange', this.#onVisible);
	}

	update([room, how, messageId]) {
		const wide = matchMedia('(min-width: 700px)').matches;
		const next = room ?? (wide ? rooms.get()[0] ?? 'lobby' : null);
		this.root.classList.toggle('has-one', Boolean(next));
		if (next !== this.#room) {
			this.#leave();
			this.#room = next;
			if (next) {
				this.#enter(next);
			}
		}
		this.#showRooms();
		this.#count();
		if (how === 'm' && messageId) {
			this.#source(messageId, '');
		}
	}

	refresh() {
		this.#session?.reconnect();
		this.#session?.failure && this.#session.readAgain();
	}

	destroy() {
		clearInterval(this.timer);
		document.removeEventListener('visibilitychange', this.#onVisible);
		this.#leave();
	}

	#leave() {
		if (this.#session) {
			this.#drafts.set(this.#room, this.input.value);
			// Who saw everything to the end and goes has read it.
			this.#session.unreadCount > 0 && this.#list.atEnd && this.#session.markRead();
			this.#session.leave();
			this.#list.destroy();
			this.#session = null;
		}
		this.panel.hidden = true;
		show(this.chat);
	}

	#enter(room) {
		visited(room);
		this.#mark = null;
		this.#list = new VirtualList({ label: `Messages in ${room}`, bottom: true,
			render: (row) => renderRow(row, { me: this.#me, onRetry: (id) => this.#session.sayAgain(id) }),
			onTop: () => this.#session?.loaded && this.#session.older().catch(() => {}),
			onBottom: (atEnd) => this.#atEnd(atEnd) });
		this.#frame(room);
		this.#session = new RoomSession(room, this.#me, {
			changed: () => this.#changed(),
			arrived: (message) => this.#arrived(message),
			presence: (frame) => this.#presence(frame),
			status: () => this.#status(),
		});
		this.#changed();
		this.#status();
	}

	#frame(room) {
		this.people = h('div', { class: 'people' });
		this.notice = h('div', { class: 'notice', role: 'status', hidden: true });
		this.body = h('div', { class: 'chat-body' });
		this.newer = h('button', { type: 'button', class: 'newer', hidden: true,
			onclick: () => this.#list.toEnd() }, icon('down'), 'Latest messages');
		this.input = h('textarea', { id: 'say', rows: 1, maxlength: 60_000, placeholder: `Message ${room}`,
			value: this.#drafts.get(room) ?? '', oninput: () => this.#grow(), onkeydown: (event) => this.#key(event) });
		show(this.chat,
				h('header', { class: 'view-head' },
						h('a', { class: 'icon-button back', href: '#/rooms', 'aria-label': 'All rooms' }, icon('back')),
						h('div', { class: 'view-title' }, h('h2', {}, room), this.people),
						h('div', { class: 'row' },
								h('button', { type: 'button', class: 'button', onclick: () => this.#open(false) },
										h('span', {}, 'Summarize')),
								h('button', { type: 'button', class: 'button primary', onclick: () => this.#open(true) },
										h('span', {}, 'What did I miss?')))),
				this.notice, this.body, this.newer,
				h('form', { class: 'composer', onsubmit: (event) => {
					event.preventDefault();
					this.#say();
				} },
						h('label', { class: 'sr-only', for: 'say' }, 'Your message'), this.input,
						h('button', { class: 'send', 'aria-label': 'Send', title: 'Send (Enter)' }, icon('send'))));
		this.#grow();
		matchMedia('(pointer: fine)').matches && this.input.focus();
	}

	#key(event) {
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			this.#say();
		}
	}

	#grow() {
		this.input.style.height = 'auto';
		this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 160)}px`;
	}

	#say() {
		const text = this.input.value.trim();
		if (text) {
			this.input.value = '';
			this.#grow();
			this.#session.say(text);
			this.#session.unreadCount = 0;
			this.#list.toEnd();
			this.#status();
		}
	}

	#changed() {
		const session = this.#session;
		if (!session) {
			return;
		}
		if (session.failure && !session.messages.length) {
			show(this.body, failed(session.failure, () => session.readAgain()));
		}
		else if (!session.loaded && !session.messages.length) {
			show(this.body, skeleton(8, 'page'));
		}
		else if (!session.messages.length && session.outside) {
			show(this.body, empty('rooms', 'You do not take part here yet',
					'Say something; then you see what was said before.'));
		}
		else if (!session.messages.length) {
			show(this.body, empty('rooms', 'Nothing was said here yet',
					'Say something, or open this page in another window under another name.'));
		}
		else {
			this.#list.element.parentNode === this.body || show(this.body, this.#list.element);
			this.#list.set(rowsOf(session.messages, { unreadFrom: session.unreadFrom, mark: this.#mark }));
		}
	}

	#arrived(message) {
		announce(`${message.sender}: ${message.text}`);
		if (this.#list.atEnd && !document.hidden && this.#session.unreadCount === 0) {
			this.#readSoon();
		}
		else {
			this.#session.unreadFrom ??= message.id;
			this.#session.unreadCount++;
			this.#status();
		}
		this.newer.classList.toggle('has-new', !this.#list.atEnd);
	}

	#atEnd(atEnd) {
		this.newer.hidden = atEnd;
		atEnd && this.newer.classList.remove('has-new');
	}

	#readNow() {
		this.#session?.unreadCount === 0 && this.#session.markRead();
	}

	#presence(frame) {
		const { users } = frame;
		show(this.people, h('span', { class: 'avatars', 'aria-hidden': 'true' }, users.slice(0, 5).map(avatar)),
				h('span', { class: 'small muted clip', title: users.join(', ') },
						users.length === 1 ? 'Only you are here'
							: `${users.length} here: ${users.map((name) => name === this.#me ? 'you' : name).join(', ')}`));
		if (frame.username !== this.#me) {
			announce(`${frame.username} ${frame.event}`);
		}
	}

	#status() {
		const session = this.#session;
		if (!session) {
			return;
		}
		const { problem, state, unreadCount } = session;
		this.notice.className = `notice${problem || state === 'waiting' ? ' problem' : ''}`;
		this.notice.hidden = false;
		if (problem?.code === 'conflict') {
			show(this.notice, icon('warning'), `Somebody called ${this.#me} is already in this room, perhaps you in another `
				+ 'window. You come in as soon as the name is free.');
		}
		else if (problem) {
			show(this.notice, icon('warning'), problem.error);
		}
		else if (state === 'waiting' && session.failure?.status !== 401) {
			show(this.notice, icon('warning'), 'Not connected. What you write is sent when the connection is back.',
					h('button', { type: 'button', class: 'link', onclick: () => session.reconnect() }, 'Connect now'));
		}
		else if (unreadCount > 0) {
			show(this.notice, `${unreadCount >= 1000 ? '1000 or more' : unreadCount} new since you were last here.`,
					h('button', { type: 'button', class: 'link', onclick: () => this.#open(true) }, 'What did I miss?'),
					h('button', { type: 'button', class: 'link', onclick: () => this.#read() }, 'Mark as read'));
		}
		else {
			this.notice.hidden = true;
		}
	}

	async #read() {
		await this.#session.markRead();
		this.#session.forgetDivider();
		this.#count();
	}

	#open(missed) {
		const session = this.#session;
		const unreadIds = new Set(session.unread().map((message) => message.id));
		new RoomPanel(this.panel, this.#room, this.#me, { missed, unreadIds,
			onSource: (id, quote) => this.#source(id, quote),
			onDone: () => missed && session === this.#session && session.unreadCount && session.markRead()
				.then(() => this.#count()) });
	}

	async #source(id, quote) {
		const session = this.#session;
		if (!matchMedia('(min-width: 1000px)').matches) {
			this.panel.hidden = true;
		}
		if (!session || !await this.#whenFound(session, id) || session !== this.#session) {
			session === this.#session && toast('That message is not here any more.');
			return;
		}
		this.#mark = { id, quote };
		this.#changed();
		this.#list.to(id);
	}

	async #whenFound(session, id) {
		while (!session.loaded && !session.failure && session === this.#session) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		return session.find(id).catch(() => false);
	}

	async #join() {
		const room = await ask({ title: 'Join a room', label: 'Name of the room', yes: 'Join',
			hint: 'A room that does not exist yet begins with the first message.' });
		if (room?.includes('/')) {
			toast('The name of a room cannot have a slash in it.', { error: true });
		}
		else if (room) {
			location.hash = address(room);
		}
	}

	async #count() {
		const answer = await api.userChats(this.#me, 1, 100).catch(() => null);
		if (answer) {
			this.#unread = new Map(answer.conversations.map((chat) => [chat.conversation_id, chat]));
			this.#showRooms();
		}
	}

	#showRooms() {
		show(this.side, rooms.get().map((room) => {
			const known = this.#unread.get(room);
			const unread = room === this.#room ? 0 : known?.unread_count ?? 0;
			return h('li', { class: 'room-link' },
					h('a', { href: address(room), 'aria-current': room === this.#room ? 'page' : null },
							h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
							h('span', { class: 'clip' }, room),
							unread > 0 && h('span', { class: 'badge' }, unread >= 1000 ? '999+' : String(unread),
									h('span', { class: 'sr-only' }, ' unread'))),
					room !== this.#room && iconButton('close', `Take ${room} off the list`, () => {
						forgotten(room);
						this.#showRooms();
					}));
		}));
	}

}
