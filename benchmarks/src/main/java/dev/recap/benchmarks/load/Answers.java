package dev.recap.benchmarks.load;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;

/** Finds where an HTTP/1.1 answer ends, and its status. */
final class Answers {

	private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

	private static final int LOWER = 0x20;

	private static final int STATUS = 9;

	private Answers() {
	}

	static int status(ByteBuf in) {
		return number(in, in.readerIndex() + STATUS, 10);
	}

	/** How many bytes the first answer has; 0 while it is not there as a whole. */
	static int length(ByteBuf in) {
		int start = in.readerIndex();
		int head = headEnd(in, start);
		if (head < 0) {
			return 0;
		}
		int length = contentLength(in, start, head);
		int end = (length >= 0) ? head + length : chunksEnd(in, head);
		return (end >= 0 && end <= in.writerIndex()) ? end - start : 0;
	}

	/** Where the bytes after the head begin; negative while it is not there. */
	static int headEnd(ByteBuf in, int start) {
		for (int at = lineEnd(in, start); at >= 0; at = lineEnd(in, at)) {
			if (at + 1 < in.writerIndex() && in.getByte(at) == '\r' && in.getByte(at + 1) == '\n') {
				return at + 2;
			}
		}
		return -1;
	}

	/** Where the next line begins. */
	private static int lineEnd(ByteBuf in, int from) {
		int end = in.indexOf(from, in.writerIndex(), (byte) '\n');
		return (end < 0) ? -1 : end + 1;
	}

	private static int contentLength(ByteBuf in, int start, int head) {
		for (int at = lineEnd(in, start); at >= 0 && at < head; at = lineEnd(in, at)) {
			if (isLength(in, at, head)) {
				int digit = at + LENGTH.length;
				while (in.getByte(digit) == ' ') {
					digit++;
				}
				return number(in, digit, 10);
			}
		}
		return -1;
	}

	private static boolean isLength(ByteBuf in, int at, int head) {
		if (at + LENGTH.length >= head) {
			return false;
		}
		for (int i = 0; i < LENGTH.length; i++) {
			if ((in.getByte(at + i) | LOWER) != (LENGTH[i] | LOWER)) {
				return false;
			}
		}
		return true;
	}

	private static int chunksEnd(ByteBuf in, int body) {
		int at = body;
		while (true) {
			int data = lineEnd(in, at);
			if (data < 0) {
				return -1;
			}
			int size = number(in, at, 16);
			at = data + size + 2;
			if (at > in.writerIndex()) {
				return -1;
			}
			if (size == 0) {
				return at;
			}
		}
	}

	private static int number(ByteBuf in, int from, int radix) {
		int value = 0;
		for (int at = from; at < in.writerIndex(); at++) {
			int digit = Character.digit((char) in.getByte(at), radix);
			if (digit < 0) {
				break;
			}
			value = value * radix + digit;
		}
		return value;
	}

}
