package dev.recap.schema.reply;

import java.time.Instant;

import dev.recap.schema.Identifiers;
import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wrote to the assistant: the value of a record of {@code reply-requests}.
 *
 * @param requestId names the request and its answer
 * @param messageId the message to answer, which lies in {@code chat-messages}
 * @param position where that message lies: everything before it is the context
 * @param model the model asked for; null for the configured one
 * @param temperature 0 to 2; null for the model's own
 * @param maxTokens the longest answer, in tokens; null for no limit but the model's
 * @param expiresAt when nobody waits any more
 */
public record ReplyRequest(String requestId, String conversationId, String userId, String messageId, Position position,
		@Nullable String model, @Nullable Double temperature, @Nullable Integer maxTokens, Instant requestedAt,
		Instant expiresAt) {

	/**
	 * The id of the message that answers: a function of the request, so that an answer
	 * given twice is stored once.
	 */
	public String replyId() {
		return Identifiers.ofParts("reply", this.conversationId, this.requestId);
	}

}
