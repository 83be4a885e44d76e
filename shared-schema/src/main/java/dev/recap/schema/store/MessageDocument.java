package dev.recap.schema.store;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.Role;
import dev.recap.schema.event.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A message as it lies in {@code messages}; {@code _id} is
 * {@code conversation_id/message_id}, {@code terms} are those of its content (see
 * {@link SearchTerms#indexed}).
 *
 * @param partition where the record that stored it lies: the first one of its identity
 * @param appendedAt when the broker appended that record
 * @param generation which life of its conversation it belongs to (see
 * {@link ConversationDocument#generation()})
 */
public record MessageDocument(String conversationId, String messageId, String userId, Role role, String content,
		Instant timestamp, Map<String, Object> metadata, @Nullable String replyTo, @Nullable Usage usage, int partition,
		long offset, Instant appendedAt, String generation) {

	public static final String COLLECTION = "messages";

	public static MessageDocument of(MessagePosted event, int partition, long offset, Instant appendedAt,
			String generation) {
		return new MessageDocument(event.conversationId(), event.messageId(), event.userId(), event.role(),
				event.content(), event.timestamp(), event.metadata(), event.replyTo(), event.usage(), partition, offset,
				appendedAt, generation);
	}

	public static String id(String conversationId, String messageId) {
		return conversationId + "/" + messageId;
	}

	public String id() {
		return id(this.conversationId, this.messageId);
	}

	/** The metadata as they are stored; null when there are none. */
	public @Nullable String metadataJson() {
		return this.metadata.isEmpty() ? null : Documents.json(this.metadata);
	}

	public Map<String, Object> toMap() {
		Map<String, Object> map = new HashMap<>();
		map.put("_id", id());
		map.put("conversation_id", this.conversationId);
		map.put("message_id", this.messageId);
		map.put("user_id", this.userId);
		map.put("role", this.role.json());
		map.put("content", this.content);
		map.put("timestamp", Date.from(this.timestamp));
		map.put("partition", this.partition);
		map.put("offset", this.offset);
		map.put("appended_at", Date.from(this.appendedAt));
		map.put("generation", this.generation);
		map.put("terms", SearchTerms.indexed(this.content));
		String metadata = metadataJson();
		if (metadata != null) {
			map.put("metadata", metadata);
		}
		if (this.replyTo != null) {
			map.put("reply_to", this.replyTo);
		}
		if (this.usage != null) {
			map.put("usage", Documents.usage(this.usage));
		}
		return map;
	}

	public static MessageDocument from(Map<String, ?> map) {
		Role role = Role.of(Documents.text(map, "role"));
		return new MessageDocument(Documents.text(map, "conversation_id"), Documents.text(map, "message_id"),
				Documents.text(map, "user_id"), (role != null) ? role : Role.USER, Documents.text(map, "content"),
				Documents.instant(map, "timestamp"), Documents.fromJson(map, "metadata"),
				Documents.optionalText(map, "reply_to"), Documents.optionalUsage(map, "usage"),
				(int) Documents.number(map, "partition"), Documents.number(map, "offset"),
				Documents.instant(map, "appended_at"), Documents.text(map, "generation"));
	}

}
