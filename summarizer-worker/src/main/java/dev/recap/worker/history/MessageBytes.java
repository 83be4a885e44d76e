package dev.recap.worker.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.recap.schema.event.Usage;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.SearchTerms;
import org.bson.BsonType;
import org.bson.RawBsonDocument;

/**
 * Writes what is stored of messages as BSON, field by field: to have the driver encode
 * maps of them took a third of the archiver's time.
 */
final class MessageBytes {

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	/** What a document of one short line takes. */
	private static final int USUAL = 1024;

	private static final int MOST_BYTES_OF_A_CHARACTER = 3;

	private static final byte[] SET_ON_INSERT = element(BsonType.DOCUMENT, "$setOnInsert");

	private static final byte[] CONVERSATION = element(BsonType.STRING, "conversation_id");

	private static final byte[] MESSAGE = element(BsonType.STRING, "message_id");

	private static final byte[] USER = element(BsonType.STRING, "user_id");

	private static final byte[] ROLE = element(BsonType.STRING, "role");

	private static final byte[] CONTENT = element(BsonType.STRING, "content");

	private static final byte[] TIMESTAMP = element(BsonType.DATE_TIME, "timestamp");

	private static final byte[] PARTITION = element(BsonType.INT32, "partition");

	private static final byte[] OFFSET = element(BsonType.INT64, "offset");

	private static final byte[] APPENDED_AT = element(BsonType.DATE_TIME, "appended_at");

	private static final byte[] GENERATION = element(BsonType.STRING, "generation");

	private static final byte[] METADATA = element(BsonType.STRING, "metadata");

	private static final byte[] REPLY_TO = element(BsonType.STRING, "reply_to");

	private static final byte[] USAGE = element(BsonType.DOCUMENT, "usage");

	private static final byte[] INPUT_TOKENS = element(BsonType.INT64, "input_tokens");

	private static final byte[] OUTPUT_TOKENS = element(BsonType.INT64, "output_tokens");

	private static final byte[] COST = element(BsonType.DOUBLE, "cost");

	private static final byte[] TERMS = element(BsonType.ARRAY, "terms");

	private static final byte[][] TERM = IntStream.range(0, SearchTerms.MAX_INDEXED)
		.mapToObj((index) -> element(BsonType.STRING, String.valueOf(index)))
		.toArray(byte[][]::new);

	private byte[] bytes = new byte[USUAL];

	private int size;

	private MessageBytes() {
	}

	/** An upsert of the document {@link MessageDocument#toMap} describes. */
	static RawBsonDocument setOnInsert(MessageDocument message) {
		MessageBytes written = new MessageBytes();
		int start = written.begin();
		written.append(SET_ON_INSERT);
		written.fields(message);
		written.end(start);
		return new RawBsonDocument(written.bytes, 0, written.size);
	}

	private static byte[] element(BsonType type, String name) {
		byte[] field = name.getBytes(StandardCharsets.US_ASCII);
		byte[] element = new byte[field.length + 2];
		element[0] = (byte) type.getValue();
		System.arraycopy(field, 0, element, 1, field.length);
		return element;
	}

	private void fields(MessageDocument message) {
		int start = begin();
		text(CONVERSATION, message.conversationId());
		text(MESSAGE, message.messageId());
		text(USER, message.userId());
		text(ROLE, message.role().json());
		number(TIMESTAMP, message.timestamp().toEpochMilli());
		number(PARTITION, message.partition());
		number(OFFSET, message.offset());
		number(APPENDED_AT, message.appendedAt().toEpochMilli());
		text(GENERATION, message.generation());
		text(CONTENT, message.content());
		String metadata = message.metadataJson();
		if (metadata != null) {
			text(METADATA, metadata);
		}
		if (message.replyTo() != null) {
			text(REPLY_TO, message.replyTo());
		}
		if (message.usage() != null) {
			usage(message.usage());
		}
		terms(SearchTerms.indexed(message.content()));
		end(start);
	}

	private void usage(Usage usage) {
		append(USAGE);
		int start = begin();
		number(INPUT_TOKENS, usage.inputTokens());
		number(OUTPUT_TOKENS, usage.outputTokens());
		number(COST, Double.doubleToRawLongBits(usage.cost()));
		end(start);
	}

	private void terms(List<String> terms) {
		append(TERMS);
		int start = begin();
		for (int i = 0; i < terms.size(); i++) {
			text(TERM[i], terms.get(i));
		}
		end(start);
	}

	private int begin() {
		ensure(Integer.BYTES);
		int start = this.size;
		this.size += Integer.BYTES;
		return start;
	}

	private void end(int start) {
		ensure(1);
		this.bytes[this.size++] = 0;
		INT.set(this.bytes, start, this.size - start);
	}

	private void number(byte[] element, int value) {
		append(element);
		ensure(Integer.BYTES);
		INT.set(this.bytes, this.size, value);
		this.size += Integer.BYTES;
	}

	private void number(byte[] element, long value) {
		append(element);
		ensure(Long.BYTES);
		LONG.set(this.bytes, this.size, value);
		this.size += Long.BYTES;
	}

	private void append(byte[] element) {
		ensure(element.length);
		System.arraycopy(element, 0, this.bytes, this.size, element.length);
		this.size += element.length;
	}

	private void text(byte[] element, String text) {
		append(element);
		ensure(Math.addExact(Math.multiplyExact(MOST_BYTES_OF_A_CHARACTER, text.length()), Integer.BYTES + 1));
		int start = this.size;
		this.size += Integer.BYTES;
		characters(text, ascii(text));
		this.bytes[this.size++] = 0;
		INT.set(this.bytes, start, this.size - start - Integer.BYTES);
	}

	/** Writes what is ASCII of a text's beginning, and says how much it was. */
	private int ascii(String text) {
		byte[] into = this.bytes;
		int at = this.size;
		int i = 0;
		for (; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character >= 0x80) {
				break;
			}
			into[at++] = (byte) character;
		}
		this.size = at;
		return i;
	}

	/** As the driver writes them that asks for them, half of a pair too. */
	private void characters(String text, int from) {
		int character;
		for (int i = from; i < text.length(); i += Character.charCount(character)) {
			character = text.codePointAt(i);
			if (character < 0x80) {
				put(character);
			}
			else if (character < 0x800) {
				put(0xC0 | character >> 6);
				put(0x80 | character & 0x3F);
			}
			else if (character < 0x10000) {
				put(0xE0 | character >> 12);
				put(0x80 | character >> 6 & 0x3F);
				put(0x80 | character & 0x3F);
			}
			else {
				put(0xF0 | character >> 18);
				put(0x80 | character >> 12 & 0x3F);
				put(0x80 | character >> 6 & 0x3F);
				put(0x80 | character & 0x3F);
			}
		}
	}

	private void put(int value) {
		this.bytes[this.size++] = (byte) value;
	}

	private void ensure(int more) {
		int needed = Math.addExact(this.size, more);
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, this.bytes.length * 2));
		}
	}

}
