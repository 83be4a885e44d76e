package dev.recap.query.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.query.page.Pages;
import dev.recap.schema.event.Role;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /chats/{conversation_id}}.
 *
 * @param userId the conversation's owner
 * @param totalPages 0 when there are no messages
 * @param nextCursor null when nothing follows
 * @param summary the text of the conversation's latest rolling summary; null when there
 * is none
 */
@JsonInclude
record HistoryPage(String conversationId, @Nullable String userId, @Nullable String title, List<Message> messages,
		long page, long totalPages, long totalMessages, @Nullable String nextCursor, @Nullable String summary) {

	/**
	 * A page.
	 * @param found its messages and, when there is one, the first of the next page
	 */
	static HistoryPage of(ConversationDocument conversation, HistoryRequest asked, List<MessageDocument> found) {
		List<MessageDocument> shown = found.subList(0, Math.min(found.size(), asked.limit()));
		String next = (found.size() > shown.size())
				? MessageCursor.after(shown.getLast(), asked.order(), asked.page()).token() : null;
		long total = conversation.messageCount();
		return new HistoryPage(conversation.id(), conversation.userId(), conversation.shownTitle(),
				shown.stream().map(Message::of).toList(), asked.page(), Pages.count(total, asked.limit()), total, next,
				(conversation.summary() != null) ? conversation.summary().summary() : null);
	}

	/** One message, its text under both names that clients know. */
	@JsonInclude
	record Message(String messageId, String content, String message, String userId, Role role, Instant timestamp,
			Map<String, Object> metadata) {

		static Message of(MessageDocument document) {
			return new Message(document.messageId(), document.content(), document.content(), document.userId(),
					document.role(), document.timestamp(), document.metadata());
		}

	}

}
