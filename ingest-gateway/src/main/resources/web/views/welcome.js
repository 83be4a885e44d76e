/** Asks for a name, once. */
import { h, icon } from '../dom.js';
import { askToSignIn } from '../sign-in.js';
import { user } from '../store.js';

export function mount(root) {
	const input = h('input', { id: 'name', name: 'name', autocomplete: 'nickname', required: true, maxlength: 60,
		placeholder: 'Ann' });
	const problem = h('p', { class: 'error small', role: 'alert' });
	const form = h('form', { class: 'card welcome-form', onsubmit: (event) => {
		event.preventDefault();
		const name = input.value.trim();
		if (!name || name.includes('/')) {
			problem.textContent = name ? 'A name cannot have a slash in it.' : 'Say what to call you.';
			input.focus();
			return;
		}
		user.set(name);
	} },
			h('label', { for: 'name' }, 'Your name'),
			h('div', { class: 'row' }, input, h('button', { class: 'button primary' }, 'Start')),
			problem,
			h('p', { class: 'muted small' }, 'Others see it beside what you write. No account, no password.'),
			h('p', { class: 'small' }, h('button', { type: 'button', class: 'link', onclick: askToSignIn },
					'Sign in with a token or an API key')));
	root.append(h('div', { class: 'welcome' },
			h('span', { class: 'logo big', 'aria-hidden': 'true' }),
			h('h1', {}, 'What was said, decided and promised'),
			h('p', { class: 'lead' }, 'Talk, or send your chats here. Recap keeps the thread: a summary within seconds, '
				+ 'and behind every statement the message that proves it.'),
			form,
			h('ul', { class: 'promises' },
					h('li', {}, icon('rooms'), 'Rooms to talk in, live'),
					h('li', {}, icon('digest'), 'What you missed, in a few lines'),
					h('li', {}, icon('check'), 'Decisions and to-dos, with proof'))));
	input.focus();
	return {};
}
