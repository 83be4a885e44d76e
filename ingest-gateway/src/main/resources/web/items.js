/** Action items that can be ticked off; where there is no such list, what the summary says of them. */
import { all, api } from './api.js';
import { h, show } from './dom.js';
import { date } from './format.js';
import { sourceButton, statement } from './summary.js';
import { toast } from './ui.js';

// Items follow the summary they were found in.
const FOLLOWING = 1500;

/** One item with a box to tick; `changed` is called with what the server made of it. */
export function itemRow(item, onSource, changed) {
	const done = item.status === 'done';
	const box = h('input', { type: 'checkbox', checked: done, 'aria-label': item.text, onchange: async () => {
		row.classList.toggle('done', box.checked);
		try {
			changed(await api.changeItem(item.item_id, { status: box.checked ? 'done' : 'open' }));
		}
		catch (error) {
			box.checked = done;
			row.classList.toggle('done', done);
			toast(`It could not be changed: ${error.message}`, { error: true });
		}
	} });
	const proof = item.closed_by ?? item.message_ids[0];
	const row = h('li', { class: `statement item ${item.status ?? 'open'}` },
			h('label', { class: 'check' }, box, h('span', {}, item.text)),
			(item.owner || item.due) && h('p', { class: 'small muted' },
					item.owner && h('span', { class: 'chip' }, item.owner),
					item.due && h('span', { class: 'chip' }, `due ${date(item.due)}`)),
			proof && sourceButton({ message_ids: [proof] }, onSource, item.closed_by ? 'What closed it' : undefined));
	return row;
}

const isOpen = (item) => item.status === 'open';

export class Items {

	#id;
	#onSource;
	#items = null;
	#highlights = [];

	constructor(id, onSource) {
		this.#id = id;
		this.#onSource = onSource;
		this.element = h('section', { class: 'card items', hidden: true });
		this.readSoon();
	}

	/** The kinds of statements shown here. */
	get kinds() {
		return ['action_item'];
	}

	/** What the summary says, for as long as there is no list to tick off. */
	from(highlights) {
		this.#highlights = highlights.filter((each) => each.kind === 'action_item');
		this.#items || this.#draw();
	}

	async read() {
		try {
			const items = await all((cursor) => api.items(this.#id, cursor), (page) => page.items, 1000);
			this.#items = [...items.filter(isOpen), ...items.filter((item) => !isOpen(item))];
		}
		catch {
			this.#items = null;
		}
		this.#draw();
	}

	/** Reads again, now and once the ledger has followed. */
	readSoon() {
		this.read();
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.element.isConnected && this.read(), FOLLOWING);
	}

	#draw() {
		const items = this.#items?.length ? this.#items : null;
		this.element.hidden = !items && !this.#highlights.length;
		const open = items?.filter(isOpen).length;
		show(this.element,
				h('h3', {}, 'Action items', h('span', { class: 'badge quiet' },
						items ? `${open} open of ${items.length}` : String(this.#highlights.length))),
				h('ul', { class: 'plain' }, items
					? items.map((item) => itemRow(item, this.#onSource, (changed) => this.#replace(item, changed)))
					: this.#highlights.map((each) => statement(each, this.#onSource))));
	}

	#replace(item, changed) {
		this.#items = this.#items.map((each) => each === item ? changed : each);
		const focused = [...this.element.querySelectorAll('input')].indexOf(document.activeElement);
		this.#draw();
		this.element.querySelectorAll('input')[focused]?.focus();
	}

}
