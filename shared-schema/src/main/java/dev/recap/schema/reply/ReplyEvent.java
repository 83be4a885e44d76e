package dev.recap.schema.reply;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.recap.schema.event.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer: the value of a record of {@code reply-chunks}, keyed by request.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ReplyEvent.UnknownReplyEvent.class)
@JsonSubTypes({ @JsonSubTypes.Type(name = ReplyEvent.ReplyDelta.TYPE, value = ReplyEvent.ReplyDelta.class),
		@JsonSubTypes.Type(name = ReplyEvent.ReplyCompleted.TYPE, value = ReplyEvent.ReplyCompleted.class),
		@JsonSubTypes.Type(name = ReplyEvent.ReplyFailed.TYPE, value = ReplyEvent.ReplyFailed.class),
		@JsonSubTypes.Type(name = ReplyEvent.ReplyCancelled.TYPE, value = ReplyEvent.ReplyCancelled.class) })
public sealed interface ReplyEvent {

	/**
	 * More text.
	 *
	 * @param attempt which delivery of the request speaks: a worker that was killed is
	 * followed by another attempt, which starts the text over
	 * @param offset how many characters of this attempt came before
	 */
	record ReplyDelta(String requestId, int attempt, int offset, String delta) implements ReplyEvent {

		static final String TYPE = "reply.delta";

	}

	/**
	 * The answer is complete and in {@code chat-messages}.
	 *
	 * @param title the conversation's title; null when it has none
	 * @param messageCount how many messages the conversation has, the answer included
	 */
	record ReplyCompleted(String requestId, String conversationId, String messageId, String text, String model,
			@Nullable String title, long messageCount, Usage usage) implements ReplyEvent {

		static final String TYPE = "reply.completed";

	}

	/**
	 * There will be no answer.
	 *
	 * @param code a machine code of the contract's error body
	 * @param retryAfterSeconds when it may be tried again; null when that does not help
	 */
	record ReplyFailed(String requestId, String conversationId, String code, String error,
			@Nullable Integer retryAfterSeconds) implements ReplyEvent {

		static final String TYPE = "reply.failed";

	}

	/**
	 * Nobody waits for the answer any more: written by the gateway, read by the worker.
	 */
	record ReplyCancelled(String requestId) implements ReplyEvent {

		static final String TYPE = "reply.cancelled";

	}

	/** An event of a type this version does not know. */
	record UnknownReplyEvent() implements ReplyEvent {
	}

}
