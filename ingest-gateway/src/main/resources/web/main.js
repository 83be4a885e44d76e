/** The frame around the views: navigation, who is here, theme, and whether the server answers. */
import { h, icon, show } from './dom.js';
import { credential, signOut, subject } from './session.js';
import { askToSignIn, signInNotice } from './sign-in.js';
import { reachable, theme, user } from './store.js';
import { announce, ask, avatar, failed, menu, skeleton } from './ui.js';

const VIEWS = [
	{ name: 'rooms', label: 'Rooms' },
	{ name: 'conversations', label: 'Conversations' },
	{ name: 'assistant', label: 'Assistant' },
	{ name: 'digest', label: 'Digest' },
	{ name: 'system', label: 'System' },
];

const app = document.getElementById('app');
const main = h('main', { id: 'main', class: 'main', tabindex: '-1' });
const links = h('ul', { class: 'nav-links' });
const who = h('div', { class: 'who' });
const offline = h('div', { class: 'offline', role: 'status', hidden: true },
		icon('warning'), 'Recap does not answer. What you see may be old; it is tried again by itself.');

let current = null;

/** Where the address points: `#/rooms/lobby/m/1` is `{name: 'rooms', path: ['lobby', 'm', '1']}`. */
function route() {
	const parts = location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decode);
	const known = VIEWS.find((view) => view.name === parts[0]);
	return known ? { name: known.name, label: known.label, path: parts.slice(1) }
		: { name: 'rooms', label: 'Rooms', path: ['lobby'] };
}

function decode(part) {
	try {
		return decodeURIComponent(part);
	}
	catch {
		return part;
	}
}

async function navigate() {
	if (location.hash === '#main') {
		history.replaceState(null, '', current?.address ?? '#/');
		main.focus();
		return;
	}
	const next = user.get() ? route() : { name: 'welcome', label: 'Welcome', path: [] };
	const { address } = { address: location.hash };
	if (current?.name === next.name && current.view?.update) {
		current.address = address;
		current.view.update(next.path);
		return;
	}
	current?.view?.destroy?.();
	const mine = current = { name: next.name, view: null, address };
	document.title = `${next.label} · Recap`;
	showLinks(next.name);
	const waiting = setTimeout(() => current === mine && show(main, skeleton(6, 'page')), 120);
	try {
		const { mount } = await import(`./views/${next.name}.js`);
		if (current === mine) {
			show(main);
			main.dataset.view = next.name;
			mine.view = mount(main, next.path);
			mine.name !== 'welcome' && announce(next.label);
		}
	}
	catch (error) {
		if (current === mine) {
			console.error(error);
			show(main, failed({ message: 'This view could not be loaded.' }, () => location.reload()));
		}
	}
	finally {
		clearTimeout(waiting);
	}
}

function showLinks(name) {
	document.body.classList.toggle('welcoming', name === 'welcome');
	show(links, VIEWS.map((view) => h('li', {},
			h('a', { href: `#/${view.name}`, 'aria-current': view.name === name ? 'page' : null },
					icon(view.name), h('span', {}, view.label)))));
}

async function rename() {
	const name = await ask({ title: 'Who are you?', label: 'Your name', value: user.get(), yes: 'Use this name',
		hint: 'What you write is written under this name, and unread messages are counted for it.' });
	if (name) {
		user.set(name);
	}
}

function showUser() {
	const name = user.get();
	const next = { auto: 'light', light: 'dark', dark: 'auto' };
	const says = { auto: 'as the system has it', light: 'light', dark: 'dark' };
	show(who, name && [
		avatar(name), h('span', { class: 'who-name' }, name),
		menu('You and this page', [
			!subject() && { label: 'Change name…', run: rename },
			credential.get() ? { label: 'Sign out', run: signOut } : { label: 'Sign in…', run: askToSignIn },
			{ label: `Theme: ${says[theme.get()]}`, run: () => theme.set(next[theme.get()]) },
			{ label: 'API documentation', run: () => location.assign('/docs') },
		].filter(Boolean), { name: 'user', className: 'icon-button' }),
	]);
}

function applyTheme() {
	const chosen = theme.get();
	if (chosen === 'auto') {
		delete document.documentElement.dataset.theme;
	}
	else {
		document.documentElement.dataset.theme = chosen;
	}
	showUser();
}

function begin() {
	current?.view?.destroy?.();
	current = null;
	showUser();
	navigate();
}

user.subscribe(begin);
credential.subscribe(begin);
theme.subscribe(applyTheme);
reachable.subscribe((yes) => {
	offline.hidden = yes;
	announce(yes ? 'Recap answers again' : 'Recap does not answer');
	yes && current?.view?.refresh?.();
});
addEventListener('hashchange', navigate);
addEventListener('keydown', (event) => {
	const typing = event.target.closest?.('input, textarea, select, dialog');
	if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
		const search = main.querySelector('input[type=search]');
		if (search) {
			event.preventDefault();
			search.focus();
		}
	}
});

applyTheme();
show(app,
		h('nav', { class: 'nav', 'aria-label': 'Views' },
				h('a', { class: 'brand', href: '#/digest', 'aria-label': 'Recap, to the digest' },
						h('span', { class: 'logo', 'aria-hidden': 'true' }), h('span', { class: 'brand-name' }, 'Recap')),
				links, who),
		h('div', { class: 'stage' }, offline, signInNotice(), main));
navigate();
