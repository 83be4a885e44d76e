/** What the page remembers: observable values, some of which outlive a reload. */

/** A value that tells those who subscribe when it changes. */
export function observable(initial) {
	let value = initial;
	const listeners = new Set();
	return {
		get: () => value,
		set(next) {
			if (next !== value) {
				value = next;
				listeners.forEach((listener) => listener(next));
			}
		},
		/** Answers how to unsubscribe. */
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

function persistent(name, initial) {
	const value = observable(read(name, initial));
	value.subscribe((next) => write(name, next));
	return value;
}

function read(name, initial) {
	try {
		return JSON.parse(localStorage.getItem(name)) ?? initial;
	}
	catch {
		return initial;
	}
}

function write(name, value) {
	try {
		localStorage.setItem(name, JSON.stringify(value));
	}
	catch {
		// Private windows may refuse; the value then lasts as long as the page.
	}
}

/** Who reads and writes here; empty before somebody said so. */
export const user = persistent('recap.user', '');

/** `auto`, `light` or `dark`. */
export const theme = persistent('recap.theme', 'auto');

/** Rooms visited, the latest first. */
export const rooms = persistent('recap.rooms', ['lobby']);

/** Conversations with the assistant, the latest first: `{id, title, user}`. */
export const chats = persistent('recap.chats', []);

/** Whether the server answers. */
export const reachable = observable(true);

export function visited(room) {
	rooms.set([room, ...rooms.get().filter((each) => each !== room)].slice(0, 30));
}

export function forgotten(room) {
	rooms.set(rooms.get().filter((each) => each !== room));
}

export function chatted(id, title, owner) {
	const known = chats.get().find((each) => each.id === id);
	const chat = { id, title: title ?? known?.title ?? null, user: owner };
	chats.set([chat, ...chats.get().filter((each) => each.id !== id)].slice(0, 50));
}

export function unchatted(id) {
	chats.set(chats.get().filter((each) => each.id !== id));
}

/** A random id for messages and conversations. */
export function newId() {
	// randomUUID is only there in secure contexts, and a name on a local network is none.
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
