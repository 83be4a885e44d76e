package dev.recap.standalone.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.recap.schema.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A file of JSON Lines: a line is a conversation ({@code {"conversation_id", "messages":
 * […]}}) or one message ({@code {"conversation_id", "user_id", "content", …}}).
 *
 * <p>
 * A message without an id gets its index in the conversation, so that the same file names
 * the same messages each time.
 */
final class ConversationFile {

	private static final int BATCH_MESSAGES = 500;

	private static final int BATCH_CHARACTERS = 1_000_000;

	private static final int OPEN_CONVERSATIONS = 64;

	private final Path file;

	private final Map<String, Open> open = new LinkedHashMap<>();

	private final Map<String, Integer> counts = new HashMap<>();

	private int line;

	ConversationFile(Path file) {
		this.file = file;
	}

	/**
	 * Reads the file from its start.
	 * @param batches takes batches; those of one conversation in their order
	 * @param problems takes lines that cannot be read, by number, and why
	 */
	void read(Consumer<Batch> batches, BiConsumer<Integer, String> problems) throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(this.file)) {
			for (String text = reader.readLine(); text != null; text = reader.readLine()) {
				this.line++;
				if (!text.isBlank()) {
					readLine(text, batches, problems);
				}
			}
		}
		this.open.values().forEach((last) -> batches.accept(last.batch()));
		this.open.clear();
	}

	private void readLine(String text, Consumer<Batch> batches, BiConsumer<Integer, String> problems) {
		try {
			JsonNode object = Json.mapper().readTree(text);
			JsonNode id = object.get("conversation_id");
			if (id == null || !id.isString()) {
				problems.accept(this.line, "has no conversation_id");
				return;
			}
			if (object.has("messages")) {
				object.get("messages").forEach((message) -> add(id.stringValue(), message, batches));
			}
			else {
				add(id.stringValue(), object, batches);
			}
		}
		catch (JacksonException ex) {
			problems.accept(this.line, "is not JSON: " + ex.getOriginalMessage());
		}
	}

	private void add(String conversation, JsonNode message, Consumer<Batch> batches) {
		Open target = this.open.get(conversation);
		if (target == null) {
			if (this.open.size() == OPEN_CONVERSATIONS) {
				batches.accept(this.open.remove(this.open.keySet().iterator().next()).batch());
			}
			target = new Open(conversation, this.line);
			this.open.put(conversation, target);
		}
		int index = this.counts.merge(conversation, 1, Integer::sum) - 1;
		if (target.add(shaped(message, index))) {
			batches.accept(target.batch());
			this.open.remove(conversation);
		}
	}

	private static Map<String, Object> shaped(JsonNode message, int index) {
		Map<String, Object> shaped = new HashMap<>(Json.map(message));
		Map<String, Object> metadata = new HashMap<>();
		for (String field : List.of("type", "reply_to", "thread_id")) {
			Object value = shaped.remove(field);
			if (value != null) {
				metadata.put(field, value);
			}
		}
		shaped.remove("conversation_id");
		shaped.putIfAbsent("message_id", String.valueOf(index));
		if ("system".equals(metadata.get("type"))) {
			shaped.putIfAbsent("role", "system");
		}
		if (!metadata.isEmpty()) {
			shaped.putIfAbsent("metadata", metadata);
		}
		return shaped;
	}

	/** A batch that still grows. */
	private static final class Open {

		private final String conversation;

		private final int line;

		private final List<Map<String, Object>> messages = new ArrayList<>();

		private int characters;

		Open(String conversation, int line) {
			this.conversation = conversation;
			this.line = line;
		}

		/** Adds a message; true when the batch is full. */
		boolean add(Map<String, Object> message) {
			this.messages.add(message);
			this.characters += String.valueOf(message.get("content")).length();
			return this.messages.size() >= BATCH_MESSAGES || this.characters >= BATCH_CHARACTERS;
		}

		Batch batch() {
			return new Batch(this.conversation, this.line, this.messages);
		}

	}

}
