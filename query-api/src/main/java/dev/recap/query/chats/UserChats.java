package dev.recap.query.chats;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.query.page.Pages;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.LastMessage;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Sentiment;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /users/{user_id}/chats}.
 *
 * @param chats the conversations once more, under the name that other clients know
 * @param totalPages 0 when there are no conversations
 */
record UserChats(String userId, List<Chat> conversations, List<Chat> chats, long totalConversations, long page,
		long totalPages) {

	static UserChats of(String userId, UserChatsRequest asked, long total, List<Chat> chats) {
		return new UserChats(userId, chats, chats, total, asked.page(), Pages.count(total, asked.limit()));
	}

	/**
	 * One conversation.
	 *
	 * @param lastMessage the text of the latest message, cut when it is long; null when
	 * nothing was said yet
	 * @param timestamp when that was said; when the conversation was made where nothing
	 * was
	 * @param unreadCount how many messages are later than what the user has read or
	 * written; it is not counted beyond 1000
	 * @param summary the text of the conversation's latest rolling summary; null when
	 * there is none
	 * @param sentiment how that summary finds it to sound; null when there is none
	 */
	@JsonInclude
	record Chat(String conversationId, @Nullable String title, @Nullable String lastMessage, Instant timestamp,
			long messageCount, long unreadCount, @Nullable String summary, @Nullable Sentiment sentiment) {

		static Chat of(ConversationDocument conversation, MembershipDocument membership, long unread) {
			LastMessage last = conversation.lastMessage();
			ConversationSummary summary = conversation.summary();
			return new Chat(conversation.id(), conversation.shownTitle(), (last != null) ? last.content() : null,
					(last != null) ? last.timestamp() : membership.lastAt(), conversation.messageCount(), unread,
					(summary != null) ? summary.summary() : null,
					(summary != null) ? summary.insights().sentiment() : null);
		}

	}

}
