package dev.recap.standalone.mongo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as bytes whose unsigned order is MongoDB's order of the values.
 *
 * <p>
 * Each value is a type's tag and its content, and no value's bytes are the beginning of
 * another's, so that keys of several values compare value by value.
 */
final class KeyWriter extends GrowingBytes {

	private static final int NULL = 0x0A;

	private static final int NUMBER = 0x14;

	private static final int STRING = 0x1E;

	private static final int OBJECT_ID = 0x46;

	private static final int BOOLEAN = 0x50;

	private static final int DATE = 0x5A;

	private static final int UNIQUE_ID = 0x40;

	KeyWriter() {
		super(96);
	}

	/** Whether a value's order and equality are wholly told by its bytes. */
	static boolean isPlain(@Nullable Object value) {
		return Missing.isNullOrMissing(value) || isScalar(value);
	}

	/** Whether a value can be looked up by its bytes. */
	static boolean isScalar(@Nullable Object value) {
		return switch (value) {
			case null -> false;
			case Double number -> !number.isNaN();
			default ->
				value instanceof String || value instanceof Integer || value instanceof Long || value instanceof Instant
						|| value instanceof Boolean || value instanceof ObjectId || value instanceof UUID;
		};
	}

	static byte[] scalar(Object value) {
		return new KeyWriter().value(value, true).toBytes();
	}

	/** The least bytes above all that begin with these; null when there are none. */
	static byte @Nullable [] successor(byte[] prefix) {
		for (int last = prefix.length - 1; last >= 0; last--) {
			if (prefix[last] != (byte) 0xFF) {
				byte[] successor = Arrays.copyOf(prefix, last + 1);
				successor[last]++;
				return successor;
			}
		}
		return null;
	}

	KeyWriter value(@Nullable Object value, boolean ascending) {
		int start = this.length;
		write(value);
		if (!ascending) {
			for (int i = start; i < this.length; i++) {
				this.bytes[i] = (byte) ~this.bytes[i];
			}
		}
		return this;
	}

	/** Appends what {@link #scalar} gave. */
	KeyWriter scalarBytes(byte[] scalar, boolean ascending) {
		if (ascending) {
			return append(scalar);
		}
		for (byte part : scalar) {
			writeByte(~part);
		}
		return this;
	}

	KeyWriter append(byte[] other) {
		append(other, 0, other.length);
		return this;
	}

	KeyWriter clear() {
		this.length = 0;
		return this;
	}

	private void write(@Nullable Object value) {
		switch (value) {
			case null -> writeByte(NULL);
			case Missing other -> writeByte(NULL);
			case String text -> writeText(text);
			case EncodedText text -> writeText(text);
			case Long number -> writeLong(number);
			case Integer number -> writeNumber(number, 0);
			case Double number -> writeDouble(number);
			case Number number -> writeDouble(number.doubleValue());
			case Instant instant -> {
				writeByte(DATE);
				writeLongBits(instant.toEpochMilli() ^ Long.MIN_VALUE);
			}
			case Boolean flag -> {
				writeByte(BOOLEAN);
				writeByte(flag ? 1 : 0);
			}
			case ObjectId id -> {
				writeByte(OBJECT_ID);
				append(id.toByteArray());
			}
			case UUID id -> {
				writeByte(UNIQUE_ID);
				writeLongBits(id.getMostSignificantBits());
				writeLongBits(id.getLeastSignificantBits());
			}
			default -> {
				writeByte(tagOfOther(value));
				writeTerminated(DocumentBytes.encode(new Document("", value)));
			}
		}
	}

	private static int tagOfOther(Object value) {
		return switch (value) {
			case MinKey other -> 0x05;
			case Document other -> 0x28;
			case Collection<?> other -> 0x32;
			case BinData other -> 0x3C;
			case BsonRegularExpression other -> 0x64;
			case MaxKey other -> 0xF0;
			default -> 0x78;
		};
	}

	private void writeText(String text) {
		writeByte(STRING);
		writeTerminated(text.getBytes(StandardCharsets.UTF_8));
	}

	private void writeText(EncodedText text) {
		int to = text.from() + text.length();
		for (int at = text.from(); at < to; at++) {
			if (text.bytes()[at] <= 0) {
				// A zero is written in another way, and what is no UTF-8 is read as
				// something else.
				writeText(text.toString());
				return;
			}
		}
		writeByte(STRING);
		append(text.bytes(), text.from(), to);
		writeByte(0);
		writeByte(1);
	}

	private void writeTerminated(byte[] content) {
		int from = 0;
		for (int at = 0; at < content.length; at++) {
			if (content[at] == 0) {
				append(content, from, at + 1);
				writeByte(0xFF);
				from = at + 1;
			}
		}
		append(content, from, content.length);
		writeByte(0);
		writeByte(1);
	}

	/** A long above 2^53 is not a double: what is missing follows. */
	private void writeLong(long number) {
		double rounded = number;
		writeNumber(rounded, (int) (number - (long) rounded));
	}

	private void writeDouble(double number) {
		writeNumber((number == 0) ? 0.0 : number, 0);
	}

	private void writeNumber(double number, int remainder) {
		writeByte(NUMBER);
		long bits = Double.doubleToLongBits(number);
		writeLongBits(Double.isNaN(number) ? 0 : (bits < 0) ? ~bits : bits ^ Long.MIN_VALUE);
		writeByte((remainder + 0x8000) >> 8);
		writeByte(remainder + 0x8000);
	}

	private void writeLongBits(long bits) {
		writeInt((int) (bits >>> 32));
		writeInt((int) bits);
	}

	private void writeInt(int value) {
		writeByte(value >> 24);
		writeByte(value >> 16);
		writeByte(value >> 8);
		writeByte(value);
	}

}
