package dev.recap.query.log;

import java.util.Map;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.topic.Position;
import reactor.core.publisher.Mono;

/** {@code chat-messages}, as the query API uses it. */
public interface ChatLog {

	/**
	 * Where each partition ends: the offset after its last committed record, as of no
	 * earlier than the subscription. Fails with a 503 when the log does not answer.
	 */
	Mono<Map<Integer, Long>> ends();

	/**
	 * Puts an event into the log, under its conversation, and answers where. Fails with a
	 * 503 when the log does not answer.
	 */
	Mono<Position> publish(ChatEvent event);

}
