/** One user in one room: what was said, what is on its way, who is here, and nothing twice. */
import { api } from './api.js';
import { instant } from './format.js';
import { MessageBook } from './message-book.js';
import { Socket } from './socket.js';
import { newId } from './store.js';

const PAGE = 100;
const MOST_MISSED = 20_000;
const MISSED_PAGE = 500;
const UNANSWERED = 10_000;
const SETTLING = [1500, 6000];
const ADMITTED = [300, 1500, 5000];
const STILL_COMING = 2000;
const TRIES = 4;
const LONGEST_FRAME = 64 * 1024;
const NOTHING = { messages: [], next_cursor: null };

export class RoomSession {

	users = [];
	state = 'connecting';
	problem = null;
	failure = null;
	unreadFrom = null;
	unreadCount = 0;
	loaded = false;
	/** Whether only those who have said something may see what was said. */
	outside = false;
	complete = false;
	#book = new MessageBook();
	#cursor = null;
	#socket;
	#on;
	#joined = false;
	#older = null;
	#timers = new Set();
	#ended = false;

	/**
	 * Enters a room.
	 * @param on `changed()`, `arrived(message)`, `presence(frame)`, `status()`
	 */
	constructor(room, user, on) {
		this.room = room;
		this.user = user;
		this.#on = on;
		this.#socket = new Socket(`/ws?username=${encodeURIComponent(user)}&room=${encodeURIComponent(room)}`,
				{ frame: (frame) => this.#frame(frame), state: (state) => this.#status(state) }, true);
		this.#read();
	}

	get messages() {
		return this.#book.messages;
	}

	leave() {
		this.#ended = true;
		this.#timers.forEach(clearTimeout);
		this.#socket.close();
	}

	reconnect() {
		this.#socket.retryNow();
	}

	/** Shows a message at once and sends it. */
	say(text) {
		const message = { id: newId(), sender: this.user, role: 'user', text, at: this.#now(), exact: false,
			state: 'sending' };
		this.#book.add(message);
		this.#send(message);
		this.#on.changed();
	}

	sayAgain(id) {
		const message = this.#book.get(id);
		message.state = 'sending';
		this.#send(message);
		this.#on.changed();
	}

	/** Everything from the first unread message on. */
	unread() {
		const from = this.messages.findIndex((message) => message.id === this.unreadFrom);
		return from < 0 ? [] : this.messages.slice(from);
	}

	async markRead() {
		this.unreadCount = 0;
		this.#on.status();
		// A room in which nothing is stored yet has nothing to be read.
		await api.read(this.user, this.room).catch(() => {});
	}

	forgetDivider() {
		this.unreadFrom = null;
		this.#on.changed();
	}

	/** Reads the page before the oldest message; several calls at once are one. */
	older() {
		if (this.complete || !this.#cursor) {
			return Promise.resolve(false);
		}
		this.#older ??= api.history(this.room, { cursor: this.#cursor, limit: PAGE })
			.then((page) => {
				this.#take(page, true);
				this.#on.changed();
				return true;
			})
			.finally(() => {
				this.#older = null;
			});
		return this.#older;
	}

	/** Reads back until a message is here; false when there is none such. */
	async find(id) {
		while (!this.#book.has(id)) {
			if (!await this.older()) {
				return false;
			}
		}
		return true;
	}

	#now() {
		return Math.max(Date.now(), this.#book.latest);
	}

	#later(call, ms) {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			call();
		}, ms);
		this.#timers.add(timer);
	}

	#status(state) {
		// Only what the room sends tells that the name was free.
		this.state = state === 'open' ? this.state : state;
		this.#on.status();
	}

	#frame(frame) {
		switch (frame.type) {
			case 'message':
				this.#said(frame);
				break;
			case 'ack':
				this.#acknowledged(frame);
				break;
			case 'presence':
				this.#present(frame);
				break;
			case 'error':
				this.#refused(frame);
				break;
		}
	}

	#present(frame) {
		this.users = frame.users;
		const entered = this.state !== 'open';
		this.state = 'open';
		this.problem = null;
		this.#on.presence(frame);
		if (entered) {
			this.#entered();
		}
	}

	#entered() {
		this.messages.filter((message) => message.state === 'sending').forEach((message) => this.#send(message));
		if (!this.loaded && this.failure) {
			this.#read();
		}
		else if (this.#joined) {
			this.#catchUp();
		}
		this.#joined = true;
		// What was accepted just before the socket opened may not be stored yet.
		SETTLING.forEach((ms) => this.#later(() => this.#catchUp(), ms));
		this.#on.status();
	}

	#said(frame) {
		if (this.#book.has(frame.message_id)) {
			this.#settle(this.#book.get(frame.message_id));
			return;
		}
		const at = Math.max(instant(frame.timestamp), this.#book.latest);
		const message = { id: frame.message_id, sender: frame.sender, role: 'user', text: frame.message, at, exact: false,
			state: 'sent' };
		this.#book.add(message);
		this.#on.arrived(message);
		this.#on.changed();
	}

	#acknowledged(frame) {
		const message = this.#book.get(frame.message_id);
		message && this.#settle(message);
		// Who says something takes part, as soon as it is stored.
		this.outside && ADMITTED.forEach((ms) => this.#later(() => this.outside && this.#read(), ms));
	}

	#settle(message) {
		if (message.state !== 'sent') {
			message.state = 'just-sent';
			this.#on.changed();
			this.#later(() => {
				message.state = 'sent';
				this.#on.changed();
			}, 2500);
		}
	}

	#refused(frame) {
		const pending = this.messages.filter((each) => each.state === 'sending');
		// What could not even be read has no id; it is known only when nothing else is on its way.
		const message = this.#book.get(frame.message_id) ?? (this.state === 'open' && pending.length === 1 && pending[0]);
		if (message) {
			message.state = 'failed';
			message.problem = `Not sent: ${frame.detail.error}.`;
			this.#on.changed();
		}
		else if (this.state !== 'open') {
			this.problem = frame.detail;
			this.#on.status();
		}
	}

	#send(message) {
		message.problem = null;
		const frame = { type: 'message', message: message.text, message_id: message.id };
		// A frame that the server does not take ends the connection, each time it is sent again.
		if (new TextEncoder().encode(JSON.stringify(frame)).length > LONGEST_FRAME || message.tries >= TRIES) {
			message.state = 'failed';
			message.problem = message.tries >= TRIES ? 'Not sent.' : 'Not sent: it is longer than a message may be.';
			message.tries = 0;
			this.#on.changed();
			return;
		}
		if (!this.#socket.send(frame)) {
			// It goes out when the room is entered again.
			return;
		}
		message.tries = (message.tries ?? 0) + 1;
		this.#later(() => {
			if (message.state === 'sending' && this.state === 'open') {
				message.state = 'failed';
				message.problem = 'No answer.';
				this.#on.changed();
			}
		}, UNANSWERED);
	}

	async #read() {
		try {
			const latest = await api.roomMessages(this.room, this.user);
			const page = latest.messages.length ? await api.history(this.room, { limit: PAGE }) : NOTHING;
			this.#take(page);
			this.unreadCount = latest.unread_count;
			const flagged = latest.messages.filter((message) => message.unread);
			if (this.unreadCount > 0) {
				this.unreadFrom = flagged[0]?.message_id ?? null;
			}
			this.loaded = true;
			this.outside = false;
			this.failure = null;
		}
		catch (error) {
			this.outside = error.status === 403;
			this.loaded ||= this.outside;
			this.failure = this.outside ? null : error;
		}
		if (!this.#ended) {
			this.#on.changed();
			this.#on.status();
		}
	}

	readAgain() {
		return this.#read();
	}

	/** Reads back to what is known, so that nothing said during a pause is missing; again while more is found. */
	async #catchUp() {
		const before = this.messages.length;
		const known = new Set(this.messages.filter((message) => message.exact).map((message) => message.id));
		try {
			// A room in which nothing was said yet is no conversation yet.
			if (!this.messages.length && !(await api.roomMessages(this.room)).messages.length) {
				return;
			}
			let cursor;
			for (let read = 0; read < MOST_MISSED; read += MISSED_PAGE) {
				const page = await api.history(this.room, { cursor, limit: cursor ? MISSED_PAGE : PAGE });
				const overlaps = page.messages.some((message) => known.has(message.message_id));
				this.#book.take(page, Boolean(cursor));
				cursor = page.next_cursor;
				if (overlaps || !cursor || !known.size) {
					break;
				}
			}
			if (!this.#ended) {
				this.#on.changed();
				this.messages.length > before && this.#later(() => this.#catchUp(), STILL_COMING);
			}
		}
		catch {
			// The next time the room is entered it is tried again.
		}
	}

	#take(page, older = false) {
		this.#book.take(page, older);
		this.#cursor = page.next_cursor;
		this.complete = !page.next_cursor;
	}

}
