package dev.recap.gateway.room;

import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One socket in a room: frames wait for it in a queue of fixed length, and who does not
 * keep up is dropped.
 */
final class RoomConnection {

	private final String id;

	private final String room;

	private final String username;

	private final String address;

	private final Sinks.Many<String> frames;

	private final Sinks.Empty<Void> overflow = Sinks.empty();

	private final Set<String> unacknowledged = ConcurrentHashMap.newKeySet();

	RoomConnection(String id, String room, String username, String address, int queue) {
		this.id = id;
		this.address = address;
		this.room = room;
		this.username = username;
		this.frames = Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(queue));
	}

	String id() {
		return this.id;
	}

	String room() {
		return this.room;
	}

	String username() {
		return this.username;
	}

	/** Where it comes from. */
	String address() {
		return this.address;
	}

	/** What is to be written to the socket. */
	Flux<String> frames() {
		return this.frames.asFlux();
	}

	/** Completes when the client has fallen too far behind. */
	Mono<Void> overflow() {
		return this.overflow.asMono();
	}

	void send(RoomFrame frame) {
		send(frame.text());
	}

	/**
	 * Queues the text of a frame; writers come from several threads, one at a time.
	 */
	synchronized void send(String frame) {
		Sinks.EmitResult result = this.frames.tryEmitNext(frame);
		// A queue that nobody reads yet is full in another word.
		if (result == Sinks.EmitResult.FAIL_OVERFLOW || result == Sinks.EmitResult.FAIL_ZERO_SUBSCRIBER) {
			// The queue itself would tell only after all that is in it has been read.
			this.overflow.tryEmitEmpty();
		}
	}

	synchronized void complete() {
		this.frames.tryEmitComplete();
	}

	/** Notes that this connection said something and waits to see it in the log. */
	void said(String messageId) {
		this.unacknowledged.add(messageId);
	}

	/** Whether this connection said it; true once. */
	boolean acknowledged(String messageId) {
		return this.unacknowledged.remove(messageId);
	}

}
