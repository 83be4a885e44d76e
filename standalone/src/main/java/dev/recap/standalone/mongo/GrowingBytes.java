package dev.recap.standalone.mongo;

import java.util.Arrays;

/** Bytes that are written one behind the other. */
abstract class GrowingBytes {

	byte[] bytes;

	int length;

	GrowingBytes(int size) {
		this.bytes = new byte[size];
	}

	final byte[] toBytes() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	final void append(byte[] other, int from, int to) {
		ensure(to - from);
		System.arraycopy(other, from, this.bytes, this.length, to - from);
		this.length += to - from;
	}

	final void writeByte(int value) {
		ensure(1);
		this.bytes[this.length++] = (byte) value;
	}

	final void ensure(int more) {
		if (this.length + more > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.length + more));
		}
	}

}
