package dev.recap.standalone.mongo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents as BSON, 1.1.
 *
 * <p>
 * The library's own encoder checks its buffer with each byte and was a fifth of reading a
 * page.
 */
final class BsonWriter extends GrowingBytes {

	BsonWriter() {
		super(512);
	}

	int length() {
		return this.length;
	}

	void writeTo(ByteBuf target) {
		target.writeBytes(this.bytes, 0, this.length);
	}

	BsonWriter document(Map<?, ?> document) {
		EncodedFields encoded = EncodedFields.standIn(document);
		if (encoded != null) {
			append(encoded.bytes(), encoded.from(), encoded.to());
			return this;
		}
		int start = begin();
		document.forEach((name, value) -> field((String) name, value));
		end(start);
		return this;
	}

	private void array(Collection<?> elements) {
		int start = begin();
		int number = 0;
		for (Object element : elements) {
			field(String.valueOf(number++), element);
		}
		end(start);
	}

	private int begin() {
		int start = this.length;
		writeInt(0);
		return start;
	}

	private void end(int start) {
		writeByte(0);
		int end = this.length;
		this.length = start;
		writeInt(end - start);
		this.length = end;
	}

	private void field(String name, @Nullable Object value) {
		switch (value) {
			case null -> start(0x0A, name);
			case String text -> {
				start(0x02, name);
				writeText(text);
			}
			case Integer number -> {
				start(0x10, name);
				writeInt(number);
			}
			case Long number -> {
				start(0x12, name);
				writeLong(number);
			}
			case Double number -> {
				start(0x01, name);
				writeLong(Double.doubleToRawLongBits(number));
			}
			case Boolean flag -> {
				start(0x08, name);
				writeByte(flag ? 1 : 0);
			}
			case Instant instant -> {
				start(0x09, name);
				writeLong(instant.toEpochMilli());
			}
			case Map<?, ?> document -> {
				start(0x03, name);
				document(document);
			}
			case Collection<?> elements -> {
				start(0x04, name);
				array(elements);
			}
			default -> other(name, value);
		}
	}

	private void other(String name, Object value) {
		byte type = BsonEncoder.determineType(value);
		start(type, name);
		ByteBuf encoded = Unpooled.buffer();
		BsonEncoder.encodeValue(type, value, encoded);
		int more = encoded.readableBytes();
		ensure(more);
		encoded.readBytes(this.bytes, this.length, more);
		this.length += more;
	}

	private void start(int type, String name) {
		writeByte(type);
		byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
		append(encoded, 0, encoded.length);
		writeByte(0);
	}

	private void writeText(String text) {
		byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
		writeInt(encoded.length + 1);
		append(encoded, 0, encoded.length);
		writeByte(0);
	}

	private void writeLong(long value) {
		writeInt((int) value);
		writeInt((int) (value >>> Integer.SIZE));
	}

	private void writeInt(int value) {
		ensure(Integer.BYTES);
		for (int i = 0; i < Integer.BYTES; i++) {
			this.bytes[this.length++] = (byte) (value >> Byte.SIZE * i);
		}
	}

}
