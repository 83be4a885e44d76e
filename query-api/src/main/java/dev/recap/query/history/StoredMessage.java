package dev.recap.query.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import dev.recap.query.store.Encoded;
import dev.recap.query.store.EncodedFields;
import dev.recap.schema.event.Role;

/**
 * One message after the other as they came from the store, written as JSON without being
 * decoded: text is UTF-8 in both.
 */
final class StoredMessage {

	/** What a page shows nothing of. */
	static final List<String> UNSHOWN = List.of("terms", "conversation_id", "appended_at", "generation", "reply_to",
			"usage");

	private static final byte[] MESSAGE_ID = ascii("message_id");

	private static final byte[] CONTENT = ascii("content");

	private static final byte[] USER_ID = ascii("user_id");

	private static final byte[] ROLE = ascii("role");

	private static final byte[] TIMESTAMP = ascii("timestamp");

	private static final byte[] METADATA = ascii("metadata");

	private static final byte[] PARTITION = ascii("partition");

	private static final byte[] OFFSET = ascii("offset");

	private static final byte[] NONE = ascii("{}");

	private final Encoded documents;

	private final byte[] bytes;

	private final Text messageId = new Text();

	private final Text content = new Text();

	private final Text userId = new Text();

	private final Text role = new Text();

	private final Text metadata = new Text();

	private boolean timed;

	private long timestamp;

	private int partition;

	private long offset;

	/** None yet. */
	StoredMessage(Encoded documents) {
		this.documents = documents;
		this.bytes = documents.bytes();
	}

	/** Becomes another of the documents. */
	void read(int index) {
		this.messageId.clear();
		this.content.clear();
		this.userId.clear();
		this.role.clear();
		this.metadata.clear();
		this.timed = false;
		this.partition = 0;
		this.offset = 0;
		EncodedFields fields = this.documents.fields(index);
		while (fields.next()) {
			take(fields);
		}
	}

	private void take(EncodedFields field) {
		if (field.isText()) {
			takeText(field);
		}
		else if (field.isDate() && field.isNamed(TIMESTAMP)) {
			this.timed = true;
			this.timestamp = field.number();
		}
		else if (field.isNamed(PARTITION)) {
			this.partition = (int) field.number();
		}
		else if (field.isNamed(OFFSET)) {
			this.offset = field.number();
		}
	}

	private void takeText(EncodedFields field) {
		if (field.isNamed(MESSAGE_ID)) {
			this.messageId.take(field);
		}
		else if (field.isNamed(CONTENT)) {
			this.content.take(field);
		}
		else if (field.isNamed(USER_ID)) {
			this.userId.take(field);
		}
		else if (field.isNamed(ROLE)) {
			this.role.take(field);
		}
		else if (field.isNamed(METADATA)) {
			this.metadata.take(field);
		}
	}

	Instant timestamp() {
		if (!this.timed) {
			throw missing(TIMESTAMP);
		}
		return Instant.ofEpochMilli(this.timestamp);
	}

	int partition() {
		return this.partition;
	}

	long offset() {
		return this.offset;
	}

	/** Writes it with its text under both names that clients know. */
	void write(JsonBuffer json) {
		json.raw("{\"message_id\":");
		write(json, this.messageId, MESSAGE_ID);
		json.raw(",\"content\":");
		int from = json.length();
		write(json, this.content, CONTENT);
		int to = json.length();
		json.raw(",\"message\":").again(from, to).raw(",\"user_id\":");
		write(json, this.userId, USER_ID);
		json.raw(",\"role\":").text(role().json()).raw(",\"timestamp\":").timestamp(timestamp()).raw(",\"metadata\":");
		writeMetadata(json);
		json.raw("}");
	}

	private void write(JsonBuffer json, Text text, byte[] name) {
		if (text.from == 0) {
			throw missing(name);
		}
		json.text(this.bytes, text.from, text.to);
	}

	private Role role() {
		if (this.role.from == 0) {
			throw missing(ROLE);
		}
		Role known = Role
			.of(new String(this.bytes, this.role.from, this.role.to - this.role.from, StandardCharsets.UTF_8));
		return (known != null) ? known : Role.USER;
	}

	/** It lies in the store as the JSON that is shown. */
	private void writeMetadata(JsonBuffer json) {
		if (this.metadata.from == 0) {
			json.raw(NONE, 0, NONE.length);
		}
		else {
			json.raw(this.bytes, this.metadata.from, this.metadata.to);
		}
	}

	private static IllegalArgumentException missing(byte[] name) {
		return new IllegalArgumentException("A stored message has no " + new String(name, StandardCharsets.UTF_8));
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/** Where a text lies; from 0 when there is none. */
	private static final class Text {

		private int from;

		private int to;

		void clear() {
			this.from = 0;
			this.to = 0;
		}

		void take(EncodedFields field) {
			this.from = field.textFrom();
			this.to = field.textTo();
		}

	}

}
