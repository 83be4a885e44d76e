package dev.recap.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/** Requests made before they are sent, taken one after the other, for ever. */
public final class Requests {

	/** For buffers that are sent again and again, and freed by the collector. */
	static final ByteBufAllocator LASTING = new UnpooledByteBufAllocator(true, true, false);

	private final List<ByteBuf> all;

	private int next;

	private Requests(List<ByteBuf> all) {
		this.all = all;
	}

	/** Posts of JSON bodies. */
	public static Requests posts(String path, List<String> bodies) {
		return new Requests(bodies.stream().map((body) -> post(path, body)).toList());
	}

	/** Reads of paths. */
	public static Requests gets(List<String> paths) {
		return new Requests(paths.stream().map((path) -> bytes(head("GET", path) + "\r\n")).toList());
	}

	/** Frames of text, as a WebSocket client sends them. */
	public static Requests frames(List<String> texts) {
		return new Requests(texts.stream().map(Frames::text).toList());
	}

	static ByteBuf post(String path, String body) {
		return bytes(head("POST", path) + "Content-Type: application/json\r\nContent-Length: "
				+ body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
	}

	private static String head(String method, String path) {
		return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n";
	}

	static ByteBuf bytes(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return LASTING.directBuffer(bytes.length).writeBytes(bytes);
	}

	/** The next one, to be released by whoever writes it. */
	ByteBuf next() {
		ByteBuf request = this.all.get(this.next);
		this.next = (this.next + 1) % this.all.size();
		return request.retainedDuplicate();
	}

}
