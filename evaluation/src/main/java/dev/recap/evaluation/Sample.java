package dev.recap.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.Highlight.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A conversation of a data set, with what is known to be true of it.
 *
 * @param reference the summary to compare with; empty where there is none
 * @param actions what was promised
 * @param decisions what was decided
 * @param sentiment the label; null where there is none
 */
record Sample(String id, List<MessageDocument> messages, String reference, List<Truth> actions, List<Truth> decisions,
		@Nullable String sentiment) {

	private static final Instant START = Instant.parse("2024-01-10T10:00:00Z");

	static Sample of(JsonNode line) {
		String id = line.path("conversation_id").asString();
		List<MessageDocument> messages = new ArrayList<>();
		line.path("messages").forEach((message) -> messages.add(message(id, messages.size(), message)));
		return new Sample(id, messages, line.path("reference_summary").asString(""), Truth.all(line.path("actions")),
				Truth.all(line.path("decisions")), line.has("sentiment") ? line.path("sentiment").asString() : null);
	}

	private static MessageDocument message(String conversation, int place, JsonNode message) {
		String content = message.has("content_masked") ? message.path("content_masked").asString()
				: message.path("content").asString("");
		Role role = "system".equals(message.path("type").asString("")) ? Role.SYSTEM : Role.USER;
		Instant at = message.has("timestamp") ? Instant.parse(message.path("timestamp").asString())
				: START.plusSeconds(60L * place);
		return new MessageDocument(conversation, "m" + place, message.path("user_id").asString("someone"), role,
				content, at, Map.of(), null, null, 0, place, at, "0");
	}

	List<Truth> truths(Kind kind) {
		return (kind == Kind.DECISION) ? this.decisions : this.actions;
	}

	static String messageId(int place) {
		return "m" + place;
	}

	String content(String messageId) {
		return this.messages.get(Integer.parseInt(messageId.substring(1))).content();
	}

	/**
	 * What was decided or promised.
	 *
	 * @param evidence the ids of the messages that say it
	 */
	record Truth(String text, List<String> evidence) {

		static List<Truth> all(JsonNode items) {
			List<Truth> all = new ArrayList<>();
			items.forEach((item) -> {
				List<String> evidence = new ArrayList<>();
				item.path("evidence").forEach((place) -> evidence.add(messageId(place.asInt())));
				if (!evidence.isEmpty()) {
					all.add(new Truth(item.path("text").asString(), List.copyOf(evidence)));
				}
			});
			return List.copyOf(all);
		}

	}

}
