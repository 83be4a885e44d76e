/** The messages of a conversation, read back page by page as they are looked at. */
import { api } from './api.js';
import { h, icon, show } from './dom.js';
import { MessageBook } from './message-book.js';
import { renderRow, rowsOf } from './messages.js';
import { announce, empty, failed, skeleton, toast } from './ui.js';
import { VirtualList } from './virtual-list.js';

const PAGE = 200;
const SEARCHING = 1000;

export class MessageLog {

	#id;
	#book = new MessageBook();
	#cursor = null;
	#reading = null;
	#mark = null;
	#alive = true;
	#first;

	constructor(id, me) {
		this.#id = id;
		this.list = new VirtualList({ label: 'Messages', bottom: true, render: (row) => renderRow(row, { me }),
			onTop: () => this.#older().catch(() => {}),
			onBottom: (atEnd) => {
				this.latest.hidden = atEnd;
			} });
		this.latest = h('button', { type: 'button', class: 'newer', hidden: true, onclick: () => this.list.toEnd() },
				icon('down'), 'Latest messages');
		this.body = h('div', { class: 'chat-body' }, skeleton(10, 'page'));
		this.element = h('div', { class: 'message-log' }, this.body, this.latest);
		this.#first = this.#read();
	}

	destroy() {
		this.#alive = false;
		this.list.destroy();
	}

	/** Reads back to a message if need be, and shows it. */
	async show(id, quote) {
		await this.#first;
		try {
			while (!this.#book.has(id)) {
				announce('Looking for the message');
				if (!await this.#older(SEARCHING)) {
					toast('That message is not here any more.');
					return;
				}
			}
		}
		catch (error) {
			toast(error.message, { error: true });
			return;
		}
		this.#mark = { id, quote };
		this.#draw();
		// The tab may have been hidden until now, and what is hidden has no height.
		requestAnimationFrame(() => this.list.to(id));
	}

	/** Adds what was said since. */
	async newer() {
		const page = await api.history(this.#id, { limit: PAGE }).catch(() => null);
		page && this.#alive && this.#take(page);
	}

	async #read() {
		try {
			const page = await api.history(this.#id, { limit: PAGE });
			this.#cursor = page.next_cursor;
			this.#take(page);
		}
		catch (error) {
			show(this.body, failed(error, () => {
				this.#first = this.#read();
			}));
		}
	}

	#older(limit = PAGE) {
		if (!this.#cursor) {
			return Promise.resolve(false);
		}
		this.#reading ??= api.history(this.#id, { cursor: this.#cursor, limit })
			.then((page) => {
				this.#cursor = page.next_cursor;
				this.#take(page, true);
				return true;
			})
			.finally(() => {
				this.#reading = null;
			});
		return this.#reading;
	}

	#take(page, older = false) {
		this.#book.take(page, older);
		this.#draw();
	}

	#draw() {
		if (!this.#book.messages.length) {
			show(this.body, empty('rooms', 'No messages', 'Nothing was said in this conversation yet.'));
			return;
		}
		this.list.element.parentNode === this.body || show(this.body, this.list.element);
		this.list.set(rowsOf(this.#book.messages, { mark: this.#mark }));
	}

}
