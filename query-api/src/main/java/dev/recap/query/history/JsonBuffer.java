package dev.recap.query.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

import dev.recap.schema.Timestamps;
import org.jspecify.annotations.Nullable;

/** JSON that is put together by hand, byte for byte what the mapper writes. */
final class JsonBuffer {

	private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

	/** A byte that must be escaped becomes six at most. */
	private static final int LONGEST_ESCAPE = 6;

	private byte[] bytes;

	private int length;

	/** One that grows when it turns out larger. */
	JsonBuffer(int size) {
		this.bytes = new byte[size];
	}

	int length() {
		return this.length;
	}

	/** Appends ASCII as it is. */
	@SuppressWarnings("deprecation")
	JsonBuffer raw(String ascii) {
		int count = ascii.length();
		reserve(count);
		// The one way to copy them without an array in between.
		ascii.getBytes(0, count, this.bytes, this.length);
		this.length += count;
		return this;
	}

	/** Appends UTF-8 that is JSON already. */
	JsonBuffer raw(byte[] json, int from, int to) {
		reserve(to - from);
		System.arraycopy(json, from, this.bytes, this.length, to - from);
		this.length += to - from;
		return this;
	}

	/** Appends once more what was appended before. */
	JsonBuffer again(int from, int to) {
		reserve(to - from);
		System.arraycopy(this.bytes, from, this.bytes, this.length, to - from);
		this.length += to - from;
		return this;
	}

	/** Appends a text in quotes, or null. */
	JsonBuffer text(@Nullable String text) {
		if (text == null) {
			return raw("null");
		}
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		return text(utf8, 0, utf8.length);
	}

	/** Appends a text in quotes. */
	JsonBuffer text(byte[] utf8, int from, int to) {
		reserve(to - from + 2);
		this.bytes[this.length++] = '"';
		int plain = from;
		for (int i = from; i < to; i++) {
			if (isEscaped(utf8[i])) {
				raw(utf8, plain, i);
				escape(utf8[i]);
				plain = i + 1;
			}
		}
		raw(utf8, plain, to);
		reserve(1);
		this.bytes[this.length++] = '"';
		return this;
	}

	private static boolean isEscaped(byte character) {
		return character == '"' || character == '\\' || (character < ' ' && character >= 0);
	}

	private void escape(byte character) {
		reserve(LONGEST_ESCAPE);
		switch (character) {
			case '"' -> raw("\\\"");
			case '\\' -> raw("\\\\");
			case '\b' -> raw("\\b");
			case '\t' -> raw("\\t");
			case '\n' -> raw("\\n");
			case '\f' -> raw("\\f");
			case '\r' -> raw("\\r");
			default -> {
				raw("\\u00");
				this.bytes[this.length++] = HEX[character >> 4];
				this.bytes[this.length++] = HEX[character & 15];
			}
		}
	}

	JsonBuffer timestamp(Instant instant) {
		return raw("\"").raw(Timestamps.format(instant)).raw("\"");
	}

	JsonBuffer number(long number) {
		return raw(Long.toString(number));
	}

	byte[] toBytes() {
		return (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
	}

	private void reserve(int count) {
		if (this.length + count > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.length + count));
		}
	}

}
