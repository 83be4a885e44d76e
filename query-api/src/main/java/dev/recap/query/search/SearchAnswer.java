package dev.recap.query.search;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /search}.
 *
 * @param results the best first
 * @param total how many there are that may be shown, among the newest 2000 of each term
 * where it was searched
 */
record SearchAnswer(String query, List<Result> results, long total) {

	private static final int LONGEST_TEXT = 1000;

	/**
	 * One result.
	 *
	 * @param messageId null for a summary
	 * @param text its first 1000 characters
	 * @param userId who wrote it; null for a summary
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Result(String kind, String conversationId, @JsonInclude @Nullable String title, @Nullable String messageId,
			String text, @Nullable String userId, Instant timestamp, double score) {

		static Result of(MessageDocument message, ConversationDocument conversation, double score) {
			return new Result("message", conversation.id(), conversation.shownTitle(), message.messageId(),
					beginning(message.content()), message.userId(), message.timestamp(), score);
		}

		static Result of(Hit hit, ConversationDocument conversation, String summary) {
			return new Result("summary", conversation.id(), conversation.shownTitle(), null, beginning(summary), null,
					hit.timestamp(), hit.score());
		}

		private static String beginning(String text) {
			if (text.length() <= LONGEST_TEXT) {
				return text;
			}
			boolean halved = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
			return text.substring(0, LONGEST_TEXT - (halved ? 1 : 0));
		}

	}

}
