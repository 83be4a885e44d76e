package dev.recap.query.fresh;

import java.time.Duration;

import dev.recap.query.log.ChatLog;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.topic.Position;
import reactor.core.publisher.Mono;

/** Makes changes: events that are answered when every read shows them. */
public final class Changes {

	private final ChatLog log;

	private final Freshness freshness;

	private final Duration timeout;

	Changes(ChatLog log, Freshness freshness, Duration timeout) {
		this.log = log;
		this.freshness = freshness;
		this.timeout = timeout;
	}

	/** Publishes an event, waits until it is applied, and answers where it lies. */
	public Mono<Position> make(ChatEvent event) {
		return this.log.publish(event)
			.flatMap((position) -> this.freshness.after(position, this.timeout).thenReturn(position));
	}

}
