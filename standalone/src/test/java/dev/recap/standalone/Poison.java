package dev.recap.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

import dev.recap.schema.Json;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One record that should not be where it is, from {@code poison.json}. */
record Poison(String name, JsonNode description) {

	/** What becomes of it in {@code chat-messages}. */
	enum Fate {

		/** It goes to the dead-letter topic. */
		DEAD,

		/** It is a message like others. */
		SERVED,

		/** It is read and has no effect. */
		SKIPPED,

		/** The broker does not take it. */
		REFUSED

	}

	static List<Poison> all() throws IOException {
		try (InputStream input = Objects.requireNonNull(Poison.class.getResourceAsStream("/poison.json"))) {
			List<Poison> all = new ArrayList<>();
			Json.mapper().readTree(input).forEach((each) -> all.add(new Poison(each.path("name").asString(), each)));
			return all;
		}
	}

	Fate inMessages() {
		return Fate.valueOf(this.description.path("chat").asString().toUpperCase(Locale.ROOT));
	}

	/** Whether no reader of a topic other than {@code chat-messages} can take it. */
	boolean deadIn(String topic) {
		String where = this.description.path("other_topics").asString();
		return where.equals("dead") || where.equals(topic);
	}

	String conversation() {
		return "poison " + this.name;
	}

	ProducerRecord<byte[], byte[]> to(String topic) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key(), value());
		this.description.path("headers")
			.properties()
			.forEach((header) -> record.headers()
				.add(header.getKey(), header.getValue().asString().getBytes(StandardCharsets.UTF_8)));
		return record;
	}

	byte @Nullable [] key() {
		if (this.description.has("key_base64")) {
			return Base64.getDecoder().decode(this.description.path("key_base64").asString());
		}
		if (this.description.has("key")) {
			JsonNode key = this.description.path("key");
			return key.isNull() ? null : key.asString().getBytes(StandardCharsets.UTF_8);
		}
		return conversation().getBytes(StandardCharsets.UTF_8);
	}

	byte @Nullable [] value() {
		if (this.description.has("base64")) {
			return Base64.getDecoder().decode(this.description.path("base64").asString());
		}
		if (this.description.has("random")) {
			byte[] random = new byte[this.description.path("random").asInt()];
			new Random(1).nextBytes(random);
			return random;
		}
		if (this.description.has("fill")) {
			JsonNode fill = this.description.path("fill");
			return (fill.path("head").asString() + fill.path("unit").asString().repeat(fill.path("times").asInt())
					+ fill.path("tail").asString())
				.getBytes(StandardCharsets.UTF_8);
		}
		return this.description.has("text") ? this.description.path("text").asString().getBytes(StandardCharsets.UTF_8)
				: null;
	}

}
