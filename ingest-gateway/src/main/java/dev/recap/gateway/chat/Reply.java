package dev.recap.gateway.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.schema.event.Usage;
import dev.recap.schema.reply.ReplyEvent.ReplyCompleted;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /chat}.
 *
 * @param response the text again, for clients of the session API; else null
 * @param createdAt epoch seconds
 */
record Reply(@Nullable String response, String id, String object, long createdAt, String model, String outputText,
		String conversationId, @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String title, long messageCount,
		Tokens usage, double cost) {

	static Reply of(ReplyCompleted completed, boolean session, long createdAt) {
		Usage usage = completed.usage();
		return new Reply(session ? completed.text() : null, id(completed.requestId()), "response", createdAt,
				completed.model(), completed.text(), completed.conversationId(), completed.title(),
				completed.messageCount(),
				new Tokens(usage.inputTokens(), usage.outputTokens(), usage.inputTokens() + usage.outputTokens()),
				usage.cost());
	}

	static String id(String requestId) {
		return "resp_" + requestId.replace("-", "");
	}

	/** Tokens of one answer. */
	record Tokens(long inputTokens, long outputTokens, long totalTokens) {
	}

}
