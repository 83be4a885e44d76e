package dev.recap.schema.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes events as values of {@code chat-messages}. */
public final class ChatEventWriter {

	private ChatEventWriter() {
	}

	public static byte[] key(ChatEvent event) {
		return event.conversationId().getBytes(StandardCharsets.UTF_8);
	}

	public static byte[] value(ChatEvent event) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(512);
		try (JsonGenerator json = Json.mapper().createGenerator(out)) {
			json.writeStartObject();
			json.writeStringProperty("type", event.type());
			json.writeStringProperty("conversation_id", event.conversationId());
			json.writeStringProperty("timestamp", Timestamps.format(event.timestamp()));
			fields(json, event);
			json.writeEndObject();
		}
		return out.toByteArray();
	}

	private static void fields(JsonGenerator json, ChatEvent event) {
		switch (event) {
			case MessagePosted message -> message(json, message);
			case ConversationUpdated updated -> {
				optional(json, "title", updated.title());
				optional(json, "user_id", updated.userId());
				optional(json, "metadata", updated.metadata());
			}
			case ConversationEnded ended -> {
			}
			case ConversationDeleted deleted -> {
				json.writeBooleanProperty("hard", deleted.hard());
				optional(json, "by", deleted.by());
				optional(json, "idle_since",
						(deleted.idleSince() != null) ? Timestamps.format(deleted.idleSince()) : null);
			}
			case ConversationRestored restored -> optional(json, "by", restored.by());
			case UserErased erased -> json.writeStringProperty("user_id", erased.userId());
			case ItemChanged changed -> {
				json.writeStringProperty("item_id", changed.itemId());
				optional(json, "status", (changed.status() != null) ? changed.status().json() : null);
				optional(json, "text", changed.text());
				optional(json, "owner", changed.owner());
				optional(json, "due", changed.due());
				optional(json, "by", changed.by());
			}
			case MessageRead read -> {
				json.writeStringProperty("user_id", read.userId());
				json.writeStringProperty("message_id", read.messageId());
			}
		}
	}

	private static void message(JsonGenerator json, MessagePosted message) {
		json.writeStringProperty("message_id", message.messageId());
		json.writeStringProperty("user_id", message.userId());
		json.writeStringProperty("role", message.role().json());
		json.writeStringProperty("content", message.content());
		if (!message.metadata().isEmpty()) {
			json.writePOJOProperty("metadata", message.metadata());
		}
		optional(json, "reply_to", message.replyTo());
		optional(json, "usage", message.usage());
	}

	private static void optional(JsonGenerator json, String field, @Nullable Object value) {
		if (value instanceof String text) {
			json.writeStringProperty(field, text);
		}
		else if (value != null) {
			json.writePOJOProperty(field, value);
		}
	}

}
