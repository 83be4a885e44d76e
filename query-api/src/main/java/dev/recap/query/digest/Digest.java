package dev.recap.query.digest;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.store.MessageDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a user missed.
 *
 * @param since the time before which nothing counts; null when all does
 * @param conversations those with something unread, the newest first
 * @param openActionItems what the user has yet to do, the newest first
 */
@JsonInclude
record Digest(String userId, @Nullable Instant since, List<Missed> conversations, List<ActionItem> openActionItems,
		long totalUnread) {

	/**
	 * What the user missed of one conversation.
	 *
	 * @param unreadCount not counted beyond 1000
	 * @param mentions the newest 20 unread messages that name the user, oldest first
	 */
	@JsonInclude
	record Missed(String conversationId, @Nullable String title, long unreadCount, @Nullable String summary,
			@Nullable String lastMessage, List<Mention> mentions) {

		static Missed of(ConversationDocument conversation, long unread, List<Mention> mentions) {
			return new Missed(conversation.id(), conversation.shownTitle(), unread,
					(conversation.summary() != null) ? conversation.summary().summary() : null,
					(conversation.lastMessage() != null) ? conversation.lastMessage().content() : null, mentions);
		}

	}

	/** An unread message that names the user. */
	record Mention(String messageId, String sender, String message, Instant timestamp) {

		static Mention of(MessageDocument message) {
			return new Mention(message.messageId(), message.userId(), message.content(), message.timestamp());
		}

	}

	/** Something the user has yet to do. */
	@JsonInclude
	record ActionItem(String itemId, String conversationId, String text, @Nullable String due,
			List<String> messageIds) {

		static ActionItem of(ItemDocument item) {
			return new ActionItem(item.id(), item.conversationId(), item.text(), item.due(), item.messageIds());
		}

	}

}
