/** Who is signed in: an access token or an API key, for as long as this tab is open. */
import { observable, user } from './store.js';

const NAME = 'recap.credential';

/** The token or key; null when nobody is signed in. */
export const credential = observable(read());

/** Whether the server has asked who this is, and has not been told. */
export const unknown = observable(false);

credential.subscribe((value) => {
	write(value);
	unknown.set(false);
});
become(credential.get());

/** What each request carries. */
export function headers(value = credential.get()) {
	if (!value) {
		return {};
	}
	return claims(value) ? { Authorization: `Bearer ${value}` } : { 'X-API-Key': value };
}

/** The user that a token is of; null for API keys, which write for everybody. */
export function subject(value = credential.get()) {
	const sub = value && claims(value)?.sub;
	return typeof sub === 'string' && sub ? sub : null;
}

/** Uses a token or key from now on; fails when the server does not take it. */
export async function signIn(value) {
	if (!/^[\x21-\x7e]+$/.test(value)) {
		throw new Error('A token or key is one word of plain letters.');
	}
	await ask(value);
	credential.set(value);
	become(value);
}

export function signOut() {
	// A name from a token is nobody's to keep.
	subject() && user.set('');
	credential.set(null);
}

/** The address of a socket with a ticket in it, as a browser's socket can send no header. */
export async function ticketed(path) {
	if (!credential.get()) {
		return path;
	}
	const { ticket } = await ask(credential.get());
	return `${path}${path.includes('?') ? '&' : '?'}ticket=${encodeURIComponent(ticket)}`;
}

async function ask(value) {
	const response = await fetch('/ws/ticket', { method: 'POST',
		headers: { Accept: 'application/json', ...headers(value) } });
	const body = await response.json().catch(() => null);
	if (response.ok) {
		return body;
	}
	if (response.status === 401 && value === credential.get()) {
		unknown.set(true);
	}
	throw new Error(body?.detail?.error ?? `The server answered ${response.status}`);
}

function become(value) {
	const sub = subject(value);
	sub && user.set(sub);
}

/** What a JSON Web Token says; null for anything else. */
function claims(value) {
	const parts = value.split('.');
	if (parts.length !== 3) {
		return null;
	}
	try {
		const text = atob(parts[1].replace(/-/g, '+').replace(/_/g, '/'));
		return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (each) => each.charCodeAt(0))));
	}
	catch {
		return null;
	}
}

function read() {
	try {
		return sessionStorage.getItem(NAME);
	}
	catch {
		return null;
	}
}

function write(value) {
	try {
		value ? sessionStorage.setItem(NAME, value) : sessionStorage.removeItem(NAME);
	}
	catch {
		// It then lasts until the page is loaded again.
	}
}
