package dev.recap.gateway.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.recap.gateway.body.LimitSettings;
import dev.recap.schema.Identifiers;
import dev.recap.schema.Timestamps;
import dev.recap.schema.event.Role;
import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** One pass over a body: what it has, and what is wrong with each field by itself. */
final class SubmissionParse {

	private final JsonParser json;

	private final LimitSettings limits;

	private final long maxContent;

	private final Problems problems = new Problems();

	private final Draft top = new Draft();

	private @Nullable List<Draft> messages;

	private @Nullable String conversationId;

	private int index = -1;

	SubmissionParse(JsonParser json, LimitSettings limits) {
		this.json = json;
		this.limits = limits;
		this.maxContent = limits.message().toBytes();
	}

	Problems problems() {
		return this.problems;
	}

	/** The single message, or what holds for every message of a batch. */
	Draft top() {
		return this.top;
	}

	/** The batch; null when the body is a single message. */
	@Nullable List<Draft> messages() {
		return this.messages;
	}

	@Nullable String conversationId() {
		return this.conversationId;
	}

	/** Where a message of the batch is, for people. */
	static String path(int index) {
		return (index < 0) ? "" : "messages[" + index + "].";
	}

	void read() {
		JsonToken first = this.json.nextToken();
		if (first == null) {
			throw ApiException.invalid("The body is empty: send a JSON object", List.of());
		}
		if (first != JsonToken.START_OBJECT) {
			throw ApiException.invalid("The body must be a JSON object", List.of());
		}
		for (String name = this.json.nextName(); name != null; name = this.json.nextName()) {
			this.json.nextToken();
			topField(name);
		}
		if (this.json.nextToken() != null) {
			throw ApiException.invalid("The body must be one JSON object and nothing after it", List.of());
		}
	}

	private void topField(String name) {
		switch (name) {
			case "conversation_id" -> this.conversationId = id(name);
			case "messages" -> batch();
			default -> messageField(this.top, name);
		}
	}

	private void batch() {
		if (this.json.currentToken() == JsonToken.VALUE_NULL) {
			return;
		}
		if (this.json.currentToken() != JsonToken.START_ARRAY) {
			wrong("messages", "must be an array");
			this.top.contentFaulty = true;
			this.json.skipChildren();
			return;
		}
		List<Draft> batch = new ArrayList<>();
		this.messages = batch;
		while (this.json.nextToken() != JsonToken.END_ARRAY) {
			if (batch.size() == this.limits.batch()) {
				throw ApiException.tooLarge("messages has more than " + this.limits.batch() + " messages");
			}
			this.index = batch.size();
			batch.add(element());
		}
		this.index = -1;
	}

	private Draft element() {
		Draft draft = new Draft();
		if (this.json.currentToken() != JsonToken.START_OBJECT) {
			this.problems.add("messages[" + this.index + "]", "", "must be an object");
			this.json.skipChildren();
			draft.contentFaulty = true;
			draft.userIdFaulty = true;
			return draft;
		}
		for (String name = this.json.nextName(); name != null; name = this.json.nextName()) {
			this.json.nextToken();
			messageField(draft, name);
		}
		return draft;
	}

	private void messageField(Draft draft, String name) {
		switch (name) {
			case "content" -> {
				draft.content = content(name);
				draft.contentFaulty |= faulty(draft.content);
			}
			case "message" -> {
				draft.message = content(name);
				draft.contentFaulty |= faulty(draft.message);
			}
			case "user_id" -> {
				draft.userId = id(name);
				draft.userIdFaulty |= faulty(draft.userId);
			}
			case "message_id" -> draft.messageId = id(name);
			case "reply_to" -> draft.replyTo = id(name);
			case "role" -> draft.role = role();
			case "timestamp" -> draft.timestamp = timestamp();
			case "metadata" -> draft.metadata = metadata();
			default -> this.json.skipChildren();
		}
	}

	/** Whether there was a value, and it was no good; null is as good as none. */
	private boolean faulty(@Nullable String value) {
		return value == null && this.json.currentToken() != JsonToken.VALUE_NULL;
	}

	private @Nullable String content(String field) {
		String text = text(field);
		if (text == null) {
			return null;
		}
		int length = Texts.utf8Length(text);
		if (length > this.maxContent) {
			throw ApiException
				.tooLarge(path(this.index) + field + " has more than " + this.maxContent + " bytes of UTF-8");
		}
		if (length == Texts.UNPAIRED) {
			wrong(field, "must not have unpaired surrogates");
			return null;
		}
		if (text.isBlank()) {
			wrong(field, "must not be blank");
			return null;
		}
		return text;
	}

	private @Nullable String id(String field) {
		String id = text(field);
		String problem = (id != null) ? Identifiers.problem(id) : null;
		if (problem != null) {
			wrong(field, problem);
			return null;
		}
		return id;
	}

	private @Nullable Role role() {
		String name = text("role");
		Role role = (name != null) ? Role.of(name) : null;
		if (name != null && role == null) {
			wrong("role", "must be user, assistant or system");
		}
		return role;
	}

	private @Nullable Instant timestamp() {
		try {
			return switch (this.json.currentToken()) {
				case VALUE_NULL -> null;
				case VALUE_STRING -> Timestamps.parse(this.json.getString());
				case VALUE_NUMBER_INT -> Timestamps.parse(this.json.getString());
				default -> throw new IllegalArgumentException(
						"must be an ISO-8601 timestamp such as 2026-01-31T09:30:00Z, or epoch milliseconds");
			};
		}
		catch (IllegalArgumentException ex) {
			wrong("timestamp", String.valueOf(ex.getMessage()));
			this.json.skipChildren();
			return null;
		}
	}

	private @Nullable Map<String, Object> metadata() {
		if (this.json.currentToken() != JsonToken.START_OBJECT) {
			if (this.json.currentToken() != JsonToken.VALUE_NULL) {
				wrong("metadata", "must be an object");
				this.json.skipChildren();
			}
			return null;
		}
		long start = place();
		MetadataReader reader = new MetadataReader(this.json, this.limits.metadataDepth());
		Map<String, Object> metadata = reader.read();
		if (place() - start >= this.limits.metadata().toBytes()) {
			throw ApiException
				.tooLarge(path(this.index) + "metadata has more than " + this.limits.metadata().toBytes() + " bytes");
		}
		if (reader.problem() != null) {
			wrong("metadata", reader.problem());
		}
		return metadata;
	}

	/** Bytes read; characters where the body is not UTF-8. */
	private long place() {
		TokenStreamLocation location = this.json.currentLocation();
		return Math.max(location.getByteOffset(), location.getCharOffset());
	}

	private @Nullable String text(String field) {
		return switch (this.json.currentToken()) {
			case VALUE_STRING -> this.json.getString();
			case VALUE_NULL -> null;
			default -> {
				wrong(field, "must be a string");
				this.json.skipChildren();
				yield null;
			}
		};
	}

	private void wrong(String field, String problem) {
		this.problems.add(path(this.index), field, problem);
	}

}
