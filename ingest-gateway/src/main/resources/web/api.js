/** The HTTP contract: one function per call the page makes. */
import { credential, headers as identity, unknown } from './session.js';
import { reachable } from './store.js';

const TRIES = 3;

/** What the server, or the way to it, says is wrong. */
export class ApiError extends Error {
	constructor(status, code, message, retryAfter) {
		super(message);
		this.status = status;
		this.code = code;
		this.retryAfter = retryAfter;
	}
}

const seg = encodeURIComponent;

function query(values) {
	const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
	return entries.length ? '?' + new URLSearchParams(entries) : '';
}

async function failure(response, sentBy) {
	const detail = await response.json().then((body) => body.detail, () => null);
	const retryAfter = Number(response.headers.get('Retry-After')) || 0;
	if (response.status === 401) {
		// Somebody may have signed in since it was sent.
		sentBy === credential.get() && unknown.set(true);
		return new ApiError(401, 'unauthenticated', 'Sign in to go on.', 0);
	}
	return new ApiError(response.status, detail?.code ?? 'unknown',
			detail?.error ?? `The server answered ${response.status}`, retryAfter);
}

/** Sends a request; only an answer of 2xx is returned. */
export async function send(method, path, { body, signal, headers } = {}) {
	const sentBy = credential.get();
	let response;
	try {
		response = await fetch(path, {
			method,
			signal,
			headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }),
				...identity(sentBy), ...headers },
			body: body && JSON.stringify(body),
		});
	}
	catch (cause) {
		if (signal?.aborted) {
			throw cause;
		}
		lost();
		throw new ApiError(0, 'offline', 'Recap does not answer. Check the connection; it is tried again by itself.', 0);
	}
	reachable.set(true);
	if (!response.ok) {
		throw await failure(response, sentBy);
	}
	return response;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function get(path, options) {
	for (let attempt = 1; ; attempt++) {
		try {
			return await (await send('GET', path, options)).json();
		}
		catch (error) {
			// A read can be sent again; what is overloaded says when.
			if (!(error instanceof ApiError) || attempt === TRIES || ![429, 502, 503, 504].includes(error.status)) {
				throw error;
			}
			await pause(Math.min(error.retryAfter * 1000 || 300 * attempt, 3000));
		}
	}
}

const change = async (method, path, body) => {
	const response = await send(method, path, { body });
	return response.status === 204 ? null : response.json();
};

let knocking = null;

function lost() {
	reachable.set(false);
	knocking ??= setInterval(async () => {
		if (await fetch('/', { headers: { Accept: 'application/json' } }).then((it) => it.ok, () => false)) {
			clearInterval(knocking);
			knocking = null;
			reachable.set(true);
		}
	}, 2000);
}

addEventListener('offline', lost);

export const api = {
	userChats: (user, page, limit = 50, signal) => get(`/users/${seg(user)}/chats${query({ page, limit })}`, { signal }),
	history: (id, { cursor, limit = 100, order = 'desc' } = {}, signal) =>
		get(`/chats/${seg(id)}${query({ limit, order: cursor ? '' : order, cursor })}`, { signal }),
	roomMessages: (room, username) => get(`/api/messages${query({ room, username })}`),
	summarizeRoom: (room, username) => change('POST', `/api/summarize${query({ room, username })}`),
	summarize: (id, type = 'detailed') =>
		change('POST', '/chats/summarize', { conversation_id: id, summary_type: type }),
	summaries: (id, cursor, limit = 100) => get(`/chats/${seg(id)}/summaries${query({ limit, cursor })}`),
	items: (id, cursor) => get(`/chats/${seg(id)}/items${query({ kind: 'action_item', limit: 100, cursor })}`),
	usage: () => get('/usage'),
	changeItem: (id, patch) => change('PATCH', `/items/${seg(id)}`, patch),
	read: (user, id, messageId) =>
		change('POST', `/users/${seg(user)}/read`, { conversation_id: id, ...(messageId && { message_id: messageId }) }),
	conversation: (id) => get(`/conversations/${seg(id)}`),
	rename: (id, title) => change('PATCH', `/conversations/${seg(id)}`, { title }),
	hide: (id) => change('DELETE', `/conversations/${seg(id)}`),
	restore: (id) => change('POST', `/conversations/${seg(id)}/restore`, {}),
	erase: (id) => change('DELETE', `/chats/${seg(id)}`),
	conversationMessages: (id) => get(`/conversations/${seg(id)}/messages`),
	search: (q, user, signal) => get(`/search${query({ q, user_id: user, limit: 40 })}`, { signal }),
	digest: (user) => get(`/users/${seg(user)}/digest`),
	health: () => fetch('/health').then((response) => response.json()),
	metrics: () => send('GET', '/metrics', { headers: { Accept: 'text/plain' } }).then((response) => response.text()),
	config: () => get('/config'),
	chat: (body, signal) => send('POST', '/chat', { body: { ...body, stream: true }, signal,
		headers: { Accept: 'text/event-stream, application/json' } }),
};

/** Every page of a paged answer, up to a limit of items. */
export async function all(page, items, most = 100_000) {
	const found = [];
	let cursor;
	do {
		const answer = await page(cursor);
		found.push(...items(answer));
		cursor = answer.next_cursor;
	} while (cursor && found.length < most);
	return found;
}
