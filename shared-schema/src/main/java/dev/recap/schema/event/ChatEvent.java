package dev.recap.schema.event;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a conversation: the value of a record of
 * {@code chat-messages}.
 */
public sealed interface ChatEvent {

	String conversationId();

	Instant timestamp();

	/** The {@code type} field. */
	String type();

	/** A message was said. */
	record MessagePosted(String conversationId, String messageId, String userId, Role role, String content,
			Instant timestamp, Map<String, Object> metadata, @Nullable String replyTo,
			@Nullable Usage usage) implements ChatEvent {

		public static final String TYPE = "message";

		@Override
		public String type() {
			return TYPE;
		}

	}

	/** Title, owner or metadata changed; creates the conversation when there is none. */
	record ConversationUpdated(String conversationId, Instant timestamp, @Nullable String title,
			@Nullable String userId, @Nullable Map<String, Object> metadata) implements ChatEvent {

		public static final String TYPE = "conversation.updated";

		@Override
		public String type() {
			return TYPE;
		}

	}

	/** Nothing more will come. */
	record ConversationEnded(String conversationId, Instant timestamp) implements ChatEvent {

		public static final String TYPE = "conversation.ended";

		@Override
		public String type() {
			return TYPE;
		}

	}

	/**
	 * Hidden (soft) or erased for good (hard).
	 *
	 * @param idleSince given when its time has run out and nobody asked for it: it does
	 * nothing when the conversation was touched after that, by the broker's clock
	 */
	record ConversationDeleted(String conversationId, Instant timestamp, boolean hard, @Nullable String by,
			@Nullable Instant idleSince) implements ChatEvent {

		public static final String TYPE = "conversation.deleted";

		public ConversationDeleted(String conversationId, Instant timestamp, boolean hard, @Nullable String by) {
			this(conversationId, timestamp, hard, by, null);
		}

		@Override
		public String type() {
			return TYPE;
		}

	}

	/** A soft delete was undone. */
	record ConversationRestored(String conversationId, Instant timestamp, @Nullable String by) implements ChatEvent {

		public static final String TYPE = "conversation.restored";

		@Override
		public String type() {
			return TYPE;
		}

	}

	/** A user has seen everything up to a message. */
	record MessageRead(String conversationId, Instant timestamp, String userId, String messageId) implements ChatEvent {

		public static final String TYPE = "message.read";

		@Override
		public String type() {
			return TYPE;
		}

	}

	/**
	 * Somebody changed an action item or a decision by hand.
	 *
	 * @param status null when it stays; so do the others
	 * @param owner a user's id
	 * @param due an ISO date
	 */
	record ItemChanged(String conversationId, Instant timestamp, String itemId, @Nullable ItemStatus status,
			@Nullable String text, @Nullable String owner, @Nullable String due,
			@Nullable String by) implements ChatEvent {

		public static final String TYPE = "item.changed";

		@Override
		public String type() {
			return TYPE;
		}

	}

	/** Everything a user has written in the conversation until now is erased. */
	record UserErased(String conversationId, Instant timestamp, String userId) implements ChatEvent {

		public static final String TYPE = "user.erased";

		@Override
		public String type() {
			return TYPE;
		}

	}

}
