package dev.recap.standalone.replay;

import java.util.List;
import java.util.Map;

import dev.recap.schema.Json;

/** Messages of one conversation that go to the gateway in one request. */
record Batch(String conversationId, int line, List<Map<String, Object>> messages) {

	Batch {
		messages = List.copyOf(messages);
	}

	byte[] body() {
		return Json.bytes(Map.of("conversation_id", this.conversationId, "user_id",
				String.valueOf(this.messages.getFirst().get("user_id")), "messages", this.messages));
	}

}
