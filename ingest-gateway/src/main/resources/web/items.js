/** Action items and decisions that can be ticked off; without that call, what the summary says of them. */
import { api } from './api.js';
import { h, show } from './dom.js';
import { date } from './format.js';
import { sourceButton, statement } from './summary.js';
import { toast } from './ui.js';

const idOf = (item) => item.item_id ?? item.id;

/** One item with a box to tick; `changed` is called with what the server made of it. */
export function itemRow(item, onSource, changed) {
	const done = item.status === 'done';
	const box = h('input', { type: 'checkbox', checked: done, 'aria-label': item.text, onchange: async () => {
		row.classList.toggle('done', box.checked);
		try {
			const answer = await api.changeItem(idOf(item), { status: box.checked ? 'done' : 'open' });
			changed({ ...item, status: box.checked ? 'done' : 'open', ...answer?.item, ...(answer?.status && answer) });
		}
		catch (error) {
			box.checked = done;
			row.classList.toggle('done', done);
			toast(`It could not be changed: ${error.message}`, { error: true });
		}
	} });
	const row = h('li', { class: `statement item ${item.status ?? 'open'}` },
			h('label', { class: 'check' }, box, h('span', {}, item.text)),
			(item.owner || item.due) && h('p', { class: 'small muted' },
					item.owner && h('span', { class: 'chip' }, item.owner),
					item.due && h('span', { class: 'chip' }, `due ${date(item.due)}`)),
			item.message_ids?.length > 0 && sourceButton(item, onSource));
	return row;
}

export class Items {

	#id;
	#onSource;
	#items = null;
	#highlights = [];

	constructor(id, onSource) {
		this.#id = id;
		this.#onSource = onSource;
		this.element = h('section', { class: 'card items', hidden: true });
		this.read();
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
			const answer = await api.items(this.#id);
			this.#items = (answer.items ?? answer).filter((item) => !item.kind || item.kind === 'action_item');
		}
		catch {
			this.#items = null;
		}
		this.#draw();
	}

	#draw() {
		const items = this.#items?.length ? this.#items : null;
		this.element.hidden = !items && !this.#highlights.length;
		const open = items?.filter((item) => item.status !== 'done' && item.status !== 'dropped').length;
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
