package dev.recap.gateway.ingest;

import java.io.ByteArrayOutputStream;

import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The answer to what was taken. */
final class Acknowledgement {

	private static final int SIZE = 200;

	private Acknowledgement() {
	}

	/** The answer's JSON; with a type it is a frame. */
	static byte[] json(@Nullable String type, Submission submission, Position position) {
		int count = submission.messages().size();
		ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE + count * 40);
		try (JsonGenerator json = Json.mapper().createGenerator(out)) {
			json.writeStartObject();
			if (type != null) {
				json.writeStringProperty("type", type);
			}
			json.writeStringProperty("status", "success");
			json.writeStringProperty("conversation_id", submission.conversationId());
			json.writeNumberProperty("inserted_count", count);
			json.writeArrayPropertyStart("message_ids");
			for (MessagePosted message : submission.messages()) {
				json.writeString(message.messageId());
			}
			json.writeEndArray();
			json.writeStringProperty("position", position.toString());
			json.writeEndObject();
		}
		return out.toByteArray();
	}

}
