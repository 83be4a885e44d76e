package dev.recap.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A day of a channel with several threads at once, and what annotators made of it.
 *
 * @param messages all of it, also what was not annotated; without what they reply to
 * @param parents by the id of an annotated message what it goes on from; nothing for what
 * starts a thread
 * @param threads by the id of an annotated message its thread
 */
record ChannelDay(String id, List<MessageDocument> messages, Map<String, Set<String>> parents,
		Map<String, String> threads) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final int HELD_OUT = 3;

	static List<ChannelDay> read(Path file) {
		Map<String, ChannelDay> days = new LinkedHashMap<>();
		try (Stream<String> lines = Files.lines(file)) {
			lines.map(JSON::readTree)
				.forEach((line) -> days.computeIfAbsent(line.path("conversation_id").asString(), ChannelDay::empty)
					.add(line));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return List.copyOf(days.values());
	}

	/** Every third day, which nothing is learned from. */
	static List<ChannelDay> heldOut(List<ChannelDay> days) {
		return Stream.iterate(HELD_OUT - 1, (i) -> i < days.size(), (i) -> i + HELD_OUT).map(days::get).toList();
	}

	private static ChannelDay empty(String id) {
		return new ChannelDay(id, new ArrayList<>(), new LinkedHashMap<>(), new HashMap<>());
	}

	private void add(JsonNode line) {
		String message = line.path("message_id").asString();
		Instant at = Instant.parse(line.path("timestamp").asString());
		Role role = "system".equals(line.path("type").asString("")) ? Role.SYSTEM : Role.USER;
		this.messages.add(new MessageDocument(this.id, message, line.path("user_id").asString(), role,
				line.path("content").asString(""), at, Map.of(), null, null, 0, this.messages.size(), at, "0"));
		if (role == Role.USER && line.path("annotated").asBoolean(false)) {
			Set<String> replyTo = new HashSet<>();
			line.path("reply_to").forEach((parent) -> replyTo.add(parent.asString()));
			this.parents.put(message, replyTo);
			this.threads.put(message, line.path("thread_id").asString());
		}
	}

}
