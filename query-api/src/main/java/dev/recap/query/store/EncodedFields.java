package dev.recap.query.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of a document read where they lie in its BSON, one after the other: no
 * string, date or map is made of what is only passed on.
 */
public final class EncodedFields {

	private static final byte DOUBLE = 0x01;

	private static final byte TEXT = 0x02;

	private static final byte DOCUMENT = 0x03;

	private static final byte ARRAY = 0x04;

	private static final byte DATE = 0x09;

	private static final byte INT = 0x10;

	private static final byte LONG = 0x12;

	private final byte[] bytes;

	private int next;

	private byte type;

	private int name;

	private int value;

	private EncodedFields(byte[] bytes, int next) {
		this.bytes = bytes;
		this.next = next;
	}

	/** Those of the document that begins at an index. */
	public static EncodedFields of(byte[] bytes, int from) {
		return new EncodedFields(bytes, from + Integer.BYTES);
	}

	/** Goes on to the next field; false when there is none. */
	public boolean next() {
		this.type = this.bytes[this.next];
		if (this.type == 0) {
			return false;
		}
		this.name = this.next + 1;
		this.value = afterName(this.name);
		this.next = this.value + length();
		return true;
	}

	/** Goes on to the field of a name, which must be there. */
	EncodedFields at(byte[] wanted) {
		while (next()) {
			if (isNamed(wanted)) {
				return this;
			}
		}
		throw new IllegalArgumentException("MongoDB answered without " + new String(wanted, StandardCharsets.UTF_8));
	}

	/** Whether the field has a name. */
	public boolean isNamed(byte[] wanted) {
		return Arrays.equals(this.bytes, this.name, this.value - 1, wanted, 0, wanted.length);
	}

	public boolean isText() {
		return this.type == TEXT;
	}

	/** Where the UTF-8 of a text begins. */
	public int textFrom() {
		return this.value + Integer.BYTES;
	}

	/** Where it ends. */
	public int textTo() {
		return this.value + Integer.BYTES + integer(this.value) - 1;
	}

	public boolean isDate() {
		return this.type == DATE;
	}

	/** A date in milliseconds, or a number; 0 when it is something else. */
	public long number() {
		return switch (this.type) {
			case INT -> integer(this.value);
			case LONG, DATE -> longInteger(this.value);
			case DOUBLE -> (long) Double.longBitsToDouble(longInteger(this.value));
			default -> 0;
		};
	}

	/** The fields of a document, or the elements of an array. */
	EncodedFields nested() {
		if (this.type != DOCUMENT && this.type != ARRAY) {
			throw new IllegalArgumentException("A document or an array was expected in what MongoDB answered");
		}
		return of(this.bytes, this.value);
	}

	/** Where the value begins. */
	int from() {
		return this.value;
	}

	/** Where it ends. */
	int to() {
		return this.next;
	}

	private int afterName(int from) {
		int at = from;
		while (this.bytes[at] != 0) {
			at++;
		}
		return at + 1;
	}

	private int length() {
		return switch (this.type) {
			case 0x06, 0x0A, 0x7F, (byte) 0xFF -> 0;
			case 0x08 -> 1;
			case INT -> 4;
			case DOUBLE, DATE, 0x11, LONG -> 8;
			case 0x07 -> 12;
			case 0x13 -> 16;
			case TEXT, 0x0D, 0x0E -> 4 + integer(this.value);
			case DOCUMENT, ARRAY, 0x0F -> integer(this.value);
			case 0x05 -> 5 + integer(this.value);
			case 0x0B -> afterName(afterName(this.value)) - this.value;
			case 0x0C -> 16 + integer(this.value);
			default -> throw new IllegalArgumentException("BSON has no type " + this.type);
		};
	}

	private int integer(int at) {
		return (this.bytes[at] & 0xFF) | (this.bytes[at + 1] & 0xFF) << 8 | (this.bytes[at + 2] & 0xFF) << 16
				| this.bytes[at + 3] << 24;
	}

	private long longInteger(int at) {
		return (integer(at) & 0xFFFF_FFFFL) | (long) integer(at + 4) << 32;
	}

}
