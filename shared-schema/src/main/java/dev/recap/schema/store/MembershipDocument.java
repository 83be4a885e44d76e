package dev.recap.schema.store;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A user in a conversation as it lies in {@code memberships}; {@code _id} is
 * {@code user_id/conversation_id}.
 *
 * <p>
 * Fields in the store:
 * {@code user_id, conversation_id, message_count, wrote_at, last_at, hidden, read_message_id,
 * read_at, applied, generation}.
 *
 * @param messageCount how many messages the user wrote
 * @param wroteAt event time of the user's latest message; null when the user only reads
 * @param lastAt event time of the conversation's latest message, whoever wrote it
 * @param hidden whether the conversation is softly deleted
 * @param readAt event time of the last message the user has seen; null when none
 * @param generation which life of the conversation it belongs to
 */
public record MembershipDocument(String userId, String conversationId, long messageCount, @Nullable Instant wroteAt,
		Instant lastAt, boolean hidden, @Nullable String readMessageId, @Nullable Instant readAt, String generation) {

	public static final String COLLECTION = "memberships";

	public static String id(String userId, String conversationId) {
		return userId + "/" + conversationId;
	}

	/**
	 * Whether the user has written in this life of the conversation, and so takes part in
	 * it. A read marker is no part, nor is what was written under an id that was erased.
	 */
	public boolean wroteIn(String generation) {
		return this.messageCount > 0 && this.generation.equals(generation);
	}

	public static MembershipDocument from(Map<String, ?> map) {
		return new MembershipDocument(Documents.text(map, "user_id"), Documents.text(map, "conversation_id"),
				Documents.number(map, "message_count"), Documents.optionalInstant(map, "wrote_at"),
				Documents.instant(map, "last_at"), Boolean.TRUE.equals(map.get("hidden")),
				Documents.optionalText(map, "read_message_id"), Documents.optionalInstant(map, "read_at"),
				Objects.requireNonNullElse(Documents.optionalText(map, "generation"), ""));
	}

}
