/** Where a token or key is given, and what stands there until it is. */
import { h, icon, show } from './dom.js';
import { credential, signIn, unknown } from './session.js';
import { announce } from './ui.js';

/** Asks for a token or key; tries it before it is taken. */
export function askToSignIn() {
	const input = h('input', { id: 'credential', type: 'password', required: true, autocomplete: 'off', maxlength: 8192,
		spellcheck: 'false', 'aria-describedby': 'credential-hint credential-problem' });
	const problem = h('p', { class: 'error small', id: 'credential-problem', role: 'alert' });
	const button = h('button', { class: 'button primary' }, 'Sign in');
	const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' },
			h('form', { method: 'dialog', onsubmit: async (event) => {
				event.preventDefault();
				problem.textContent = '';
				button.disabled = true;
				try {
					await signIn(input.value.trim());
					dialog.close();
					announce('You are signed in');
				}
				catch (error) {
					problem.textContent = `That did not work: ${error.message}`;
					input.select();
				}
				finally {
					button.disabled = false;
				}
			} },
					h('h2', { id: 'dialog-title' }, 'Sign in'),
					h('label', { for: 'credential' }, 'Access token or API key'),
					input,
					h('p', { class: 'muted small', id: 'credential-hint' },
							'It stays in this tab until the tab is closed. With a token, its subject is your name.'),
					problem,
					h('div', { class: 'row end' },
							h('button', { class: 'button', type: 'button', onclick: () => dialog.close() }, 'Cancel'), button)));
	dialog.addEventListener('close', () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
}

/** Says that the server wants to know who this is, for as long as it does. */
export function signInNotice() {
	const notice = h('div', { class: 'sign-in', role: 'status', hidden: true });
	const draw = () => {
		notice.hidden = !unknown.get();
		show(notice, icon('user'),
				h('span', {}, credential.get() ? 'Your sign-in has ended.' : 'This Recap wants to know who you are.'),
				h('button', { type: 'button', class: 'button small', onclick: askToSignIn }, 'Sign in'));
	};
	unknown.subscribe(draw);
	draw();
	return notice;
}
