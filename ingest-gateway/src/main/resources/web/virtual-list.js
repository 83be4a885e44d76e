/**
 * A scrolling list of rows of any height, of which only those in sight are in the page.
 * Rows are `{key, rev, …}`: the key says which row it is, the revision whether it has to be drawn again.
 */
import { h } from './dom.js';

const BEYOND = 500;
const NEAR = 40;

export class VirtualList {

	#render;
	#estimate;
	#onTop;
	#onBottom;
	#rows = [];
	#tops = [0];
	#heights = new Map();
	#nodes = new Map();
	#index = new Map();
	#stick;
	#width = 0;
	#observer;

	/**
	 * An empty list; put its `element` somewhere and `set` its rows.
	 * @param render makes the element of a row
	 * @param estimate the height of a row that was never seen
	 * @param bottom whether it starts at, and stays at, its end
	 * @param onTop is called when the beginning comes near
	 * @param onBottom is called with whether the end is in sight
	 */
	constructor({ label, role = 'log', render, estimate = 52, bottom = false, onTop, onBottom }) {
		this.#render = render;
		this.#estimate = estimate;
		this.#onTop = onTop;
		this.#onBottom = onBottom;
		this.#stick = bottom;
		this.bottom = bottom;
		this.space = h('div', { class: 'vl-space' });
		this.element = h('div', { class: `vl${bottom ? ' vl-bottom' : ''}`, role, 'aria-label': label, tabindex: '0',
			...(role === 'log' && { 'aria-live': 'off' }) }, this.space);
		this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
		this.#observer = new ResizeObserver(() => this.#resized());
		this.#observer.observe(this.element);
	}

	get atEnd() {
		return this.#stick;
	}

	get rows() {
		return this.#rows;
	}

	/** Shows these rows; what was in sight stays where it is, or the end stays in sight. */
	set(rows) {
		const anchor = this.#anchor();
		this.#rows = rows;
		this.#index = new Map(rows.map((row, i) => [row.key, i]));
		this.#layout();
		this.#draw(anchor);
	}

	has(key) {
		return this.#index.has(key);
	}

	toEnd() {
		this.#stick = true;
		this.#draw(null);
		this.#onBottom?.(true);
	}

	/** Brings a row into the middle and the focus to it. */
	to(key) {
		const index = this.#index.get(key);
		if (index === undefined) {
			return false;
		}
		this.#stick = false;
		const middle = () => (this.element.clientHeight - (this.#tops[index + 1] - this.#tops[index])) / 2;
		// Rows on the way are measured as they come, which moves the goal.
		for (let i = 0; i < 3; i++) {
			this.#draw({ key, offset: -Math.max(8, middle()) });
		}
		const node = this.#nodes.get(key)?.node;
		node?.setAttribute('tabindex', '-1');
		node?.focus({ preventScroll: true });
		return true;
	}

	destroy() {
		this.#observer.disconnect();
	}

	#scrolled() {
		const { scrollTop, clientHeight, scrollHeight } = this.element;
		const stick = this.bottom && scrollTop + clientHeight >= scrollHeight - NEAR;
		if (stick !== this.#stick) {
			this.#stick = stick;
			this.#onBottom?.(stick);
		}
		this.#draw(this.#anchor());
		if (scrollTop < BEYOND) {
			this.#onTop?.();
		}
	}

	#resized() {
		const width = this.element.clientWidth;
		if (width !== this.#width) {
			this.#width = width;
			const anchor = this.#anchor();
			this.#heights.clear();
			this.#layout();
			this.#draw(anchor);
		}
		else {
			this.#draw(this.#anchor());
		}
	}

	#layout() {
		const tops = new Float64Array(this.#rows.length + 1);
		for (let i = 0; i < this.#rows.length; i++) {
			tops[i + 1] = tops[i] + (this.#heights.get(this.#rows[i].key) ?? this.#estimate);
		}
		this.#tops = tops;
		this.space.style.height = `${tops[this.#rows.length]}px`;
	}

	/** The first row in sight, and how far the sight has gone into it. */
	#anchor() {
		if (!this.#rows.length) {
			return null;
		}
		const at = this.element.scrollTop - this.#inset();
		const row = this.#rows[Math.min(this.#at(at), this.#rows.length - 1)];
		return { key: row.key, offset: at - this.#tops[this.#index.get(row.key)] };
	}

	/** Rows that do not fill the list lie at its end. */
	#inset() {
		return this.space.offsetTop;
	}

	#at(position) {
		let low = 0;
		let high = this.#rows.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#tops[middle + 1] > position) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return low;
	}

	#draw(anchor) {
		for (let i = 0; i < 4; i++) {
			this.#place(anchor);
			this.#mount();
			if (!this.#measure()) {
				break;
			}
			this.#layout();
		}
		this.#place(anchor);
		this.#position();
	}

	#place(anchor) {
		const { element } = this;
		let top = element.scrollTop;
		if (this.#stick) {
			top = this.#tops[this.#rows.length];
		}
		else if (anchor && this.#index.has(anchor.key)) {
			top = this.#tops[this.#index.get(anchor.key)] + anchor.offset + this.#inset();
		}
		if (Math.abs(top - element.scrollTop) > 0.5) {
			element.scrollTop = top;
		}
	}

	#mount() {
		const { scrollTop, clientHeight } = this.element;
		const first = this.#at(scrollTop - BEYOND);
		const last = Math.min(this.#at(scrollTop + clientHeight + BEYOND), this.#rows.length - 1);
		const wanted = new Set();
		let next = this.space.firstChild;
		for (let i = first; i <= last; i++) {
			const row = this.#rows[i];
			wanted.add(row.key);
			const before = this.#nodes.get(row.key)?.node;
			const node = this.#node(row);
			if (before === next) {
				next = node;
			}
			if (node === next) {
				next = next.nextSibling;
			}
			else {
				this.space.insertBefore(node, next);
			}
		}
		for (const [key, { node }] of this.#nodes) {
			if (!wanted.has(key)) {
				node.remove();
				this.#nodes.delete(key);
			}
		}
	}

	#node(row) {
		const known = this.#nodes.get(row.key);
		if (known?.rev === row.rev) {
			return known.node;
		}
		const node = this.#render(row);
		node.classList.add('vl-row');
		known?.node.replaceWith(node);
		this.#nodes.set(row.key, { node, rev: row.rev });
		return node;
	}

	#measure() {
		let changed = false;
		for (const [key, { node }] of this.#nodes) {
			const height = node.offsetHeight;
			if (height && height !== this.#heights.get(key)) {
				this.#heights.set(key, height);
				changed = true;
			}
		}
		return changed;
	}

	#position() {
		for (const [key, { node }] of this.#nodes) {
			node.style.transform = `translateY(${this.#tops[this.#index.get(key)]}px)`;
		}
	}

}
