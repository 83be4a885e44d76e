/** Messages in order, each once, however often and by whichever way it comes. */
import { fromHistory } from './messages.js';

export class MessageBook {

	messages = [];
	#byId = new Map();

	get(id) {
		return this.#byId.get(id);
	}

	has(id) {
		return this.#byId.has(id);
	}

	/** When the latest was said; 0 when nothing was. */
	get latest() {
		return this.messages.at(-1)?.at ?? 0;
	}

	/** Adds the latest message. */
	add(message) {
		this.#byId.set(message.id, message);
		this.messages.push(message);
	}

	/**
	 * Adds a page of the history, newest first, to what came live: its times are exact, and its order is right where
	 * times are the same.
	 * @param older whether it is from before what is here
	 */
	take(page, older = false) {
		const taken = page.messages.map((message) => this.#merged(fromHistory(message))).reverse();
		const inPage = new Set(taken);
		const rest = this.messages.filter((message) => !inPage.has(message));
		this.messages = older ? [...taken, ...rest] : [...rest, ...taken];
		this.messages.sort((one, other) => one.at - other.at);
	}

	#merged(message) {
		const known = this.get(message.id);
		if (!known) {
			this.#byId.set(message.id, message);
			return message;
		}
		return known.exact ? known
			: Object.assign(known, message, { state: known.state === 'just-sent' ? 'just-sent' : 'sent' });
	}

}
