package dev.recap.standalone.mongo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents out of BSON, 1.1.
 *
 * <p>
 * The library's own decoder makes a map of every array and a new string of every name,
 * which for a message with thirty terms was more work than anything else.
 */
final class BsonReader {

	/** Documents have few names, again and again. */
	private static final @Nullable Name[] NAMES = new @Nullable Name[1024];

	private static final int LONGEST_KNOWN = 48;

	private final byte[] bytes;

	private int at;

	BsonReader(byte[] bytes, int from) {
		this.bytes = bytes;
		this.at = from;
	}

	/** How a document is read. */
	private enum Form {

		/** With all that is in it. */
		WHOLE,

		/** As {@link #WHOLE}, but arrays of strings stay encoded. */
		INDEXED,

		/** A statement of the update command. */
		UPDATE,

		/** What such a statement does: what it inserts stays encoded. */
		OPERATORS

	}

	/** A field's name. */
	private record Name(byte[] bytes, String text) {
	}

	int position() {
		return this.at;
	}

	boolean isAtEnd() {
		return this.at >= this.bytes.length;
	}

	byte readByte() {
		return this.bytes[this.at++];
	}

	int readInt() {
		int value = this.bytes[this.at] & 0xFF | (this.bytes[this.at + 1] & 0xFF) << 8
				| (this.bytes[this.at + 2] & 0xFF) << 16 | (this.bytes[this.at + 3] & 0xFF) << 24;
		this.at += Integer.BYTES;
		return value;
	}

	private long readLong() {
		return readInt() & 0xFFFF_FFFFL | (long) readInt() << Integer.SIZE;
	}

	Document readDocument() {
		return document(Form.WHOLE);
	}

	/** Reads a document whose arrays of strings only an index will look at. */
	Document readIndexed() {
		return document(Form.INDEXED);
	}

	/**
	 * Reads a statement of the update command; what its {@code $setOnInsert} holds is an
	 * {@link EncodedFields}.
	 */
	Document readUpdate() {
		return document(Form.UPDATE);
	}

	private Document document(Form form) {
		int end = end();
		Document document = new Document();
		for (byte type = readByte(); type != 0; type = readByte()) {
			String name = readName();
			if (document.containsKey(name)) {
				throw new IllegalArgumentException("Document already contains field '" + name + "'");
			}
			document.put(name, value(type, name, form));
		}
		require(this.at == end);
		return document;
	}

	private int end() {
		int start = this.at;
		int length = readInt();
		require(length > Integer.BYTES && length <= this.bytes.length - start);
		return start + length;
	}

	private static void require(boolean sound) {
		if (!sound) {
			throw new IllegalArgumentException("A document's length is not that of what it holds");
		}
	}

	private @Nullable Object value(byte type, String name, Form form) {
		return switch (type) {
			case 0x01 -> Double.longBitsToDouble(readLong());
			case 0x02 -> readText();
			case 0x03 -> embedded(name, form);
			case 0x04 -> (form == Form.INDEXED) ? indexedArray() : array();
			case 0x08 -> readByte() != 0;
			case 0x09 -> Instant.ofEpochMilli(readLong());
			case 0x0A -> null;
			case 0x10 -> readInt();
			case 0x12 -> readLong();
			default -> other(type);
		};
	}

	private Object embedded(String name, Form form) {
		if (form == Form.OPERATORS && name.equals(EncodedFields.OPERATOR)) {
			int start = this.at;
			this.at = end();
			return new EncodedFields(this.bytes, start, this.at);
		}
		return document((form == Form.UPDATE && name.equals("u")) ? Form.OPERATORS : Form.WHOLE);
	}

	private List<@Nullable Object> array() {
		int end = end();
		List<@Nullable Object> array = new ArrayList<>();
		for (byte type = readByte(); type != 0; type = readByte()) {
			skipName();
			array.add(value(type, "", Form.WHOLE));
		}
		require(this.at == end);
		return array;
	}

	private List<?> indexedArray() {
		int start = this.at;
		int end = end();
		List<EncodedText> texts = new ArrayList<>();
		for (byte type = readByte(); type != 0; type = readByte()) {
			if (type != 0x02) {
				this.at = start;
				return array();
			}
			skipName();
			int length = textLength();
			texts.add(new EncodedText(this.bytes, this.at, length));
			this.at += length + 1;
		}
		require(this.at == end);
		return texts;
	}

	private String readText() {
		int length = textLength();
		String text = new String(this.bytes, this.at, length, StandardCharsets.UTF_8);
		this.at += length + 1;
		return text;
	}

	private int textLength() {
		int length = readInt() - 1;
		if (length < 0 || length >= this.bytes.length - this.at || this.bytes[this.at + length] != 0) {
			throw new IllegalArgumentException("A string does not end where it should");
		}
		return length;
	}

	private void skipName() {
		while (this.bytes[this.at] != 0) {
			this.at++;
		}
		this.at++;
	}

	/** Reads what a zero ends. */
	String readName() {
		int from = this.at;
		int hash = 0;
		for (byte part = this.bytes[from]; part != 0; part = this.bytes[this.at]) {
			hash = 31 * hash + part;
			this.at++;
		}
		int to = this.at++;
		// Threads may see each other's names here or not: each is whole.
		int slot = (hash ^ hash >>> 10) & (NAMES.length - 1);
		Name known = NAMES[slot];
		if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, this.bytes, from, to)) {
			return known.text;
		}
		String text = new String(this.bytes, from, to - from, StandardCharsets.UTF_8);
		if (to - from <= LONGEST_KNOWN) {
			NAMES[slot] = new Name(Arrays.copyOfRange(this.bytes, from, to), text);
		}
		return text;
	}

	private @Nullable Object other(byte type) {
		ByteBuf rest = Unpooled.wrappedBuffer(this.bytes, this.at, this.bytes.length - this.at);
		@Nullable Object value = BsonDecoder.decodeValue(type, rest);
		this.at += rest.readerIndex();
		return value;
	}

}
