/** A WebSocket that comes back by itself. */
import { credential, ticketed, unknown } from './session.js';
import { reachable } from './store.js';

const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;
const PING = 15_000;
const PATIENCE = 10_000;

export class Socket {

	#path;
	#handlers;
	#ping;
	#socket = null;
	#failures = 0;
	#timer = null;
	#beat = null;
	#silence = null;
	#closed = false;
	#wake = () => this.retryNow();

	/**
	 * Connects.
	 * @param handlers `frame(object)`, `state('connecting'|'open'|'waiting', inMs)`, `ended()`
	 * @param ping whether the server answers `{type: 'ping'}`
	 */
	constructor(path, handlers, ping = false) {
		this.#path = path;
		this.#handlers = handlers;
		this.#ping = ping;
		addEventListener('online', this.#wake);
		this.#connect();
	}

	get open() {
		return this.#socket?.readyState === WebSocket.OPEN;
	}

	/** Answers whether it was handed to the network; not whether it arrived. */
	send(frame) {
		if (!this.open) {
			return false;
		}
		this.#socket.send(JSON.stringify(frame));
		return true;
	}

	/** Ends the wait for the next attempt. */
	retryNow() {
		if (!this.#closed && this.#timer !== null) {
			clearTimeout(this.#timer);
			this.#timer = null;
			this.#connect();
		}
	}

	close() {
		this.#closed = true;
		clearTimeout(this.#timer);
		removeEventListener('online', this.#wake);
		this.#drop();
	}

	async #connect() {
		this.#handlers.state?.('connecting');
		let path = this.#path;
		if (credential.get() || unknown.get()) {
			path = await this.#admitted();
		}
		if (path && !this.#closed && !this.#socket) {
			this.#open(path);
		}
	}

	/** The path with a ticket for this one connection; null when there is none to be had now. */
	async #admitted() {
		try {
			// Until somebody signs in the server would only say no again.
			return credential.get() ? await ticketed(this.#path) : this.#lost({ code: 1006 });
		}
		catch {
			return this.#lost({ code: 1006 });
		}
	}

	#open(path) {
		const socket = new WebSocket(path.replace(/^\//, `${location.origin.replace(/^http/, 'ws')}/`));
		this.#socket = socket;
		socket.onopen = () => {
			this.#handlers.state?.('open');
			this.#watch();
		};
		socket.onmessage = (event) => this.#received(event);
		socket.onclose = (event) => this.#lost(event);
	}

	#received(event) {
		clearTimeout(this.#silence);
		this.#silence = null;
		const frame = JSON.parse(event.data);
		if (frame.type !== 'error') {
			this.#failures = 0;
			reachable.set(true);
		}
		if (frame.type !== 'pong' && frame.type !== 'heartbeat') {
			this.#handlers.frame(frame);
		}
	}

	/** A network that vanished closes nothing, so silence has to be noticed. */
	#watch() {
		if (this.#ping) {
			this.#beat = setInterval(() => {
				this.send({ type: 'ping' });
				this.#silence ??= setTimeout(() => this.#lost({ code: 1006 }), PATIENCE);
			}, PING);
		}
	}

	/** Comes back later; answers null. */
	#lost(event) {
		this.#drop();
		if (this.#closed) {
			return null;
		}
		if (event.code === 1000 && this.#handlers.ended) {
			this.#closed = true;
			this.#handlers.ended();
			return null;
		}
		const wait = Math.min(FIRST_WAIT * 2 ** this.#failures++, LONGEST_WAIT) * (0.75 + Math.random() / 2);
		this.#timer = setTimeout(() => {
			this.#timer = null;
			this.#connect();
		}, wait);
		this.#handlers.state?.('waiting', wait);
		return null;
	}

	#drop() {
		clearInterval(this.#beat);
		clearTimeout(this.#silence);
		this.#silence = null;
		if (this.#socket) {
			this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
			this.#socket.close();
			this.#socket = null;
		}
	}

}
