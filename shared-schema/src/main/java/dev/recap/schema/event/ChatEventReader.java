package dev.recap.schema.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;

import dev.recap.schema.Identifiers;
import dev.recap.schema.Json;
import dev.recap.schema.Timestamps;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.topic.TopicSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads records of {@code chat-messages}, whoever wrote them: unknown fields are ignored,
 * a record without a {@code type} is a message, and what a direct producer left out is
 * filled in the same way by every reader.
 */
public final class ChatEventReader {

	private static final char REPLACEMENT = '\uFFFD';

	private ChatEventReader() {
	}

	/**
	 * Reads a record.
	 * @param key the record's key, the conversation's id in UTF-8
	 * @param value the record's value, one JSON event; null with a key erases the
	 * conversation
	 * @param partition where the record lies
	 * @param offset where the record lies
	 * @param timestamp the record's own timestamp in epoch milliseconds: an event without
	 * one takes it
	 */
	public static ReadResult read(byte @Nullable [] key, byte @Nullable [] value, int partition, long offset,
			long timestamp) {
		try {
			String keyText = (key != null) ? text(key, "key") : null;
			if (value == null) {
				return tombstone(keyText, timestamp);
			}
			if (value.length > TopicSettings.MAX_RECORD_BYTES) {
				throw new InvalidEventException("The value has more than 5 MiB");
			}
			JsonNode tree = Json.mapper().readTree(text(value, "value"));
			if (!(tree instanceof ObjectNode object)) {
				throw new InvalidEventException("The value must be a JSON object");
			}
			return object(keyText, object, new Origin(partition, offset, timestamp));
		}
		catch (InvalidEventException ex) {
			return new ReadResult.Unreadable(ex.getMessage());
		}
		catch (JacksonException ex) {
			return new ReadResult.Unreadable("The value is not JSON: " + ex.getOriginalMessage());
		}
	}

	private static ReadResult tombstone(@Nullable String key, long timestamp) {
		if (key == null) {
			throw new InvalidEventException("The record has neither key nor value");
		}
		String id = checkedId("key", key);
		return new ReadResult.Readable(new ConversationDeleted(id, Instant.ofEpochMilli(timestamp), true, null));
	}

	private static ReadResult object(@Nullable String key, ObjectNode object, Origin origin) {
		String type = optional(object, "type");
		if (type == null) {
			type = MessagePosted.TYPE;
		}
		String conversationId = optional(object, "conversation_id");
		if (conversationId == null) {
			conversationId = key;
		}
		if (conversationId == null) {
			throw new InvalidEventException("The record has neither a key nor a conversation_id");
		}
		checkedId("conversation_id", conversationId);
		ChatEvent event = event(type, conversationId, object, origin);
		if (event == null) {
			return new ReadResult.UnknownType(type);
		}
		return conversationId.equals(key) ? new ReadResult.Readable(event)
				: new ReadResult.Misfiled(conversationId, refiled(object, event));
	}

	private static @Nullable ChatEvent event(String type, String conversationId, ObjectNode object, Origin origin) {
		return switch (type) {
			case MessagePosted.TYPE -> message(conversationId, object, origin);
			case ConversationUpdated.TYPE -> new ConversationUpdated(conversationId, timestamp(object, origin),
					optionalText(object, "title"), optionalId(object, "user_id"), optionalMap(object, "metadata"));
			case ConversationEnded.TYPE -> new ConversationEnded(conversationId, timestamp(object, origin));
			case ConversationDeleted.TYPE -> new ConversationDeleted(conversationId, timestamp(object, origin),
					flag(object, "hard"), optionalText(object, "by"), instant(object, "idle_since"));
			case ConversationRestored.TYPE ->
				new ConversationRestored(conversationId, timestamp(object, origin), optionalText(object, "by"));
			case MessageRead.TYPE -> new MessageRead(conversationId, timestamp(object, origin), id(object, "user_id"),
					id(object, "message_id"));
			case UserErased.TYPE -> new UserErased(conversationId, timestamp(object, origin), id(object, "user_id"));
			case ItemChanged.TYPE -> new ItemChanged(conversationId, timestamp(object, origin), id(object, "item_id"),
					itemStatus(object), optionalText(object, "text"), optionalId(object, "owner"), date(object, "due"),
					optionalText(object, "by"));
			default -> null;
		};
	}

	private static MessagePosted message(String conversationId, ObjectNode object, Origin origin) {
		String messageId = optionalId(object, "message_id");
		Map<String, Object> metadata = optionalMap(object, "metadata");
		return new MessagePosted(conversationId,
				(messageId != null) ? messageId
						: Identifiers.ofRecord(origin.partition(), origin.offset(), origin.timestamp()),
				id(object, "user_id"), role(object), content(object), timestamp(object, origin),
				(metadata != null) ? metadata : Map.of(), optionalId(object, "reply_to"), usage(object));
	}

	private static byte[] refiled(ObjectNode object, ChatEvent event) {
		ObjectNode copy = WellFormed.object(object);
		copy.put("conversation_id", event.conversationId());
		copy.put("timestamp", Timestamps.format(event.timestamp()));
		if (event instanceof MessagePosted message) {
			copy.put("message_id", message.messageId());
		}
		return Json.bytes(copy);
	}

	private static String content(ObjectNode object) {
		String content = optional(object, "content");
		String alias = optional(object, "message");
		if (content != null && alias != null && !content.equals(alias)) {
			throw new InvalidEventException("content and message are both given and differ");
		}
		String said = (content != null) ? content : alias;
		if (said == null) {
			throw new InvalidEventException("content is missing");
		}
		return WellFormed.text(said);
	}

	private static Role role(ObjectNode object) {
		String name = optional(object, "role");
		Role role = (name != null) ? Role.of(name) : Role.USER;
		if (role == null) {
			throw new InvalidEventException("role must be user, assistant or system");
		}
		return role;
	}

	private static @Nullable ItemStatus itemStatus(ObjectNode object) {
		String name = optional(object, "status");
		ItemStatus status = (name != null) ? ItemStatus.of(name) : null;
		if (name != null && status == null) {
			throw new InvalidEventException("status must be open, done or dropped");
		}
		return status;
	}

	private static @Nullable String date(ObjectNode object, String field) {
		String date = optional(object, field);
		if (date == null) {
			return null;
		}
		try {
			return LocalDate.parse(date).toString();
		}
		catch (DateTimeParseException ex) {
			throw new InvalidEventException(field + " must be a date like 2026-01-31");
		}
	}

	private static Instant timestamp(ObjectNode object, Origin origin) {
		Instant given = instant(object, "timestamp");
		return (given != null) ? given : Instant.ofEpochMilli(origin.timestamp());
	}

	private static @Nullable Instant instant(ObjectNode object, String field) {
		JsonNode node = object.get(field);
		if (node == null || node.isNull()) {
			return null;
		}
		try {
			return node.isIntegralNumber() && node.canConvertToLong() ? Timestamps.fromEpochMillis(node.longValue())
					: Timestamps.parse(node.asString(""));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEventException(field + " " + ex.getMessage());
		}
	}

	private static @Nullable Usage usage(ObjectNode object) {
		JsonNode node = object.get("usage");
		return (node == null || !node.isObject()) ? null : new Usage(node.path("input_tokens").asLong(0),
				node.path("output_tokens").asLong(0), node.path("cost").asDouble(0));
	}

	private static boolean flag(ObjectNode object, String field) {
		JsonNode node = object.get(field);
		return node != null && node.asBoolean(false);
	}

	private static String id(ObjectNode object, String field) {
		String id = optionalId(object, field);
		if (id == null) {
			throw new InvalidEventException(field + " is missing");
		}
		return id;
	}

	private static @Nullable String optionalId(ObjectNode object, String field) {
		String id = optional(object, field);
		return (id != null) ? checkedId(field, id) : null;
	}

	private static String checkedId(String field, String id) {
		String problem = Identifiers.problem(id);
		if (problem != null) {
			throw new InvalidEventException(field + " " + problem);
		}
		return id;
	}

	private static @Nullable String optionalText(ObjectNode object, String field) {
		String text = optional(object, field);
		return (text != null) ? WellFormed.text(text) : null;
	}

	private static @Nullable String optional(ObjectNode object, String field) {
		JsonNode node = object.get(field);
		if (node == null || node.isNull()) {
			return null;
		}
		if (!node.isString()) {
			throw new InvalidEventException(field + " must be a string");
		}
		return node.stringValue();
	}

	private static @Nullable Map<String, Object> optionalMap(ObjectNode object, String field) {
		JsonNode node = object.get(field);
		if (node == null || node.isNull()) {
			return null;
		}
		if (!node.isObject()) {
			throw new InvalidEventException(field + " must be an object");
		}
		return Json.map(WellFormed.tree(node));
	}

	private static String text(byte[] bytes, String what) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		// What is malformed becomes U+FFFD; without any, this one intrinsic has done it.
		return (text.indexOf(REPLACEMENT) < 0) ? text : strict(bytes, what);
	}

	private static String strict(byte[] bytes, String what) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidEventException("The " + what + " is not UTF-8");
		}
	}

	private record Origin(int partition, long offset, long timestamp) {
	}

	private static final class InvalidEventException extends RuntimeException {

		InvalidEventException(String reason) {
			super(reason, null, false, false);
		}

		@Override
		public String getMessage() {
			return String.valueOf(super.getMessage());
		}

	}

}
