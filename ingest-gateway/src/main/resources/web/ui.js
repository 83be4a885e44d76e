/** Parts that every view uses: notices, dialogs, menus, and the states of something that loads. */
import { append, h, icon, iconButton, show } from './dom.js';

/** Says something to who listens to the page. */
export function announce(text) {
	document.getElementById('announcer').textContent = text;
}

/** A notice at the edge that goes away by itself, with something to do about it. */
export function toast(text, { action, onAction, error = false, lasts = error ? 8000 : 5000 } = {}) {
	const box = h('div', { class: `toast${error ? ' toast-error' : ''}`, role: error ? 'alert' : 'status' },
			h('span', {}, text));
	const remove = () => {
		clearTimeout(timer);
		box.remove();
	};
	if (action) {
		append(box, [h('button', { type: 'button', class: 'link', onclick: () => {
			remove();
			onAction();
		} }, action)]);
	}
	append(box, [iconButton('close', 'Dismiss', remove)]);
	const timer = setTimeout(remove, lasts);
	document.getElementById('toasts').append(box);
	return remove;
}

/** Runs something and shows what goes wrong. */
export async function attempt(what, problem) {
	try {
		return await what();
	}
	catch (error) {
		toast(problem ? `${problem}: ${error.message}` : error.message, { error: error.status !== 401 });
		return undefined;
	}
}

/** Asks before something that cannot be undone. */
export function confirm({ title, text, yes, danger = false }) {
	return new Promise((resolve) => {
		const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' },
				h('form', { method: 'dialog' },
						h('h2', { id: 'dialog-title' }, title),
						h('p', {}, text),
						h('div', { class: 'row end' },
								h('button', { class: 'button', value: 'no', autofocus: true }, 'Cancel'),
								h('button', { class: `button ${danger ? 'danger' : 'primary'}`, value: 'yes' }, yes))));
		dialog.addEventListener('close', () => {
			resolve(dialog.returnValue === 'yes');
			dialog.remove();
		});
		document.body.append(dialog);
		dialog.showModal();
	});
}

/** Asks for a line of text; null when cancelled. */
export function ask({ title, label, value = '', yes, hint, maxlength = 200 }) {
	return new Promise((resolve) => {
		const input = h('input', { id: 'dialog-input', value, maxlength, required: true, autocomplete: 'off' });
		const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' },
				h('form', { method: 'dialog' },
						h('h2', { id: 'dialog-title' }, title),
						h('label', { for: 'dialog-input' }, label),
						input,
						hint && h('p', { class: 'muted small' }, hint),
						h('div', { class: 'row end' },
								h('button', { class: 'button', value: 'no', formnovalidate: true, type: 'button',
									onclick: () => dialog.close('no') }, 'Cancel'),
								h('button', { class: 'button primary', value: 'yes' }, yes))));
		dialog.addEventListener('close', () => {
			resolve(dialog.returnValue === 'yes' && input.value.trim() ? input.value.trim() : null);
			dialog.remove();
		});
		document.body.append(dialog);
		dialog.showModal();
		input.select();
	});
}

let menus = 0;

/** A button that opens a list of things to do. */
export function menu(label, entries, { name = null, className = 'button' } = {}) {
	const id = `menu-${++menus}`;
	const list = h('div', { class: 'menu-list', id, role: 'menu', 'aria-label': label, hidden: true });
	const button = h('button', { type: 'button', class: className, 'aria-haspopup': 'menu', 'aria-expanded': 'false',
		'aria-controls': id, ...(name && { 'aria-label': label, title: label }) }, name ? icon(name) : [label, ' ▾']);
	const box = h('div', { class: 'menu' }, button, list);
	const open = (opened) => {
		list.hidden = !opened;
		button.setAttribute('aria-expanded', String(opened));
		document[opened ? 'addEventListener' : 'removeEventListener']('pointerdown', outside);
	};
	const outside = (event) => !box.contains(event.target) && open(false);
	append(list, entries.map((entry) => h('button', { type: 'button', role: 'menuitem', tabindex: '-1',
		class: entry.danger ? 'danger-text' : entry.className, onclick: () => {
			open(false);
			button.focus();
			entry.run();
		} }, entry.label)));
	button.addEventListener('click', () => {
		open(list.hidden);
		list.hidden || shown(list)[0].focus();
	});
	box.addEventListener('keydown', (event) => moveInMenu(event, list, button, open));
	return box;
}

// Some are for narrow pages only.
const shown = (list) => [...list.children].filter((item) => item.offsetParent);

function moveInMenu(event, list, button, open) {
	const items = shown(list);
	const at = items.indexOf(document.activeElement);
	const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
	if (step && !list.hidden) {
		event.preventDefault();
		items[(at + step + items.length) % items.length].focus();
	}
	else if ((event.key === 'Escape' || event.key === 'Tab') && !list.hidden) {
		open(false);
		button.focus();
	}
}

/** Grey bars in the place of what is still on its way. */
export function skeleton(lines = 4, className = '') {
	return h('div', { class: `skeleton ${className}`, 'aria-hidden': 'true' },
			Array.from({ length: lines }, (_, i) => h('div', { class: `bar w${i % 4}` })));
}

/** Nothing is here yet, and what to do about it. */
export function empty(name, title, text, ...more) {
	return h('div', { class: 'empty' }, icon(name), h('h2', {}, title), h('p', {}, text), more);
}

/** Something went wrong, and how to try again. */
export function failed(error, retry) {
	if (error.status === 401) {
		// Where to do so stands at the top of the page.
		return empty('user', 'Sign in', 'This Recap shows it to those it knows.');
	}
	if (error.status === 403) {
		return empty('user', 'This is not yours', error.message);
	}
	return h('div', { class: 'empty problem', role: 'alert' }, icon('warning'),
			h('h2', {}, error.code === 'offline' ? 'Recap does not answer' : 'That did not work'),
			h('p', {}, error.message),
			retry && h('button', { type: 'button', class: 'button', onclick: retry }, icon('retry'), 'Try again'));
}

/**
 * Fills an element with what a promise brings: a skeleton, then the content or the error.
 * @return whether it worked
 */
export async function load(element, { wait = skeleton(), get, done, alive = () => true }) {
	show(element, wait);
	element.setAttribute('aria-busy', 'true');
	try {
		const value = await get();
		if (alive()) {
			show(element, done(value));
		}
		return true;
	}
	catch (error) {
		if (alive() && error.name !== 'AbortError') {
			show(element, failed(error, () => load(element, { wait, get, done, alive })));
		}
		return false;
	}
	finally {
		element.removeAttribute('aria-busy');
	}
}

const hue = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 8, 7);

/** A person's initials on a colour of their own. */
export function avatar(name) {
	const initials = [...name.replace(/[^\p{L}\p{N}]/gu, '')].slice(0, 2).join('').toUpperCase() || '?';
	return h('span', { class: `avatar hue${hue(name)}`, 'aria-hidden': 'true' }, initials);
}

/** How something sounds, in a word and a colour. */
export function sentiment(value) {
	return value && h('span', { class: `chip ${value}` }, value[0].toUpperCase() + value.slice(1));
}

/** Calls once things have been quiet for a while. */
export function debounce(call, ms) {
	let timer;
	return (...values) => {
		clearTimeout(timer);
		timer = setTimeout(() => call(...values), ms);
	};
}
