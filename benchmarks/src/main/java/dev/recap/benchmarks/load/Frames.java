package dev.recap.benchmarks.load;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;

/** A WebSocket client's frames (RFC 6455, 5.2), masked with zeros, which cost nothing. */
final class Frames {

	static final int TEXT = 1;

	static final int PING = 9;

	private static final int PONG = 10;

	private static final int FINAL = 0x80;

	private static final int MASKED = 0x80;

	private Frames() {
	}

	static ByteBuf text(String text) {
		return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	static ByteBuf pong(byte[] payload) {
		return frame(PONG, payload);
	}

	private static ByteBuf frame(int code, byte[] payload) {
		ByteBuf frame = Requests.LASTING.directBuffer(payload.length + 14);
		frame.writeByte(FINAL | code);
		if (payload.length < 126) {
			frame.writeByte(MASKED | payload.length);
		}
		else if (payload.length < 65_536) {
			frame.writeByte(MASKED | 126).writeShort(payload.length);
		}
		else {
			frame.writeByte(MASKED | 127).writeLong(payload.length);
		}
		return frame.writeInt(0).writeBytes(payload);
	}

}
