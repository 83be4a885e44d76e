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

	/** Adds a page of the history, which knows exact times, to what came live, which does not. */
	take(page) {
		page.messages.map(fromHistory).forEach((message) => this.#merge(message));
		this.messages.sort((one, other) => one.at - other.at);
	}

	#merge(message) {
		const known = this.get(message.id);
		if (!known) {
			this.add(message);
		}
		else if (!known.exact) {
			Object.assign(known, message, { state: known.state === 'just-sent' ? 'just-sent' : 'sent' });
		}
	}

}
