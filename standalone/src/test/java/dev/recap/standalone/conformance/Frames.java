package dev.recap.standalone.conformance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.recap.schema.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** A WebSocket of the origin. */
final class Frames implements WebSocket.Listener, AutoCloseable {

	private static final long SECONDS = 30;

	private final LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();

	private final CompletableFuture<Integer> closed = new CompletableFuture<>();

	private final StringBuilder part = new StringBuilder();

	private @Nullable WebSocket socket;

	static Frames open(HttpClient http, URI uri) {
		Frames frames = new Frames();
		frames.socket = http.newWebSocketBuilder().buildAsync(uri, frames).join();
		return frames;
	}

	void send(String frame) {
		socket().sendText(frame.replace('\'', '"'), true).join();
	}

	void sendBinary(byte[] frame) {
		socket().sendBinary(ByteBuffer.wrap(frame), true).join();
	}

	/** The next frame. */
	JsonNode next() throws InterruptedException {
		JsonNode frame = this.frames.poll(SECONDS, TimeUnit.SECONDS);
		assertThat(frame).as("the next frame").isNotNull();
		return frame;
	}

	/** The next frame of a type; others are skipped. */
	JsonNode next(String type) throws InterruptedException {
		JsonNode frame = next();
		while (!type.equals(frame.path("type").asString(""))) {
			frame = next();
		}
		return frame;
	}

	/** The code the server closed with. */
	int closed() {
		return this.closed.orTimeout(SECONDS, TimeUnit.SECONDS).join();
	}

	@Override
	public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
		this.part.append(data);
		if (last) {
			this.frames.add(Json.mapper().readTree(this.part.toString()));
			this.part.setLength(0);
		}
		from.request(1);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
		this.closed.complete(code);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void onError(WebSocket from, Throwable failure) {
		this.closed.completeExceptionally(failure);
	}

	@Override
	public void close() {
		if (!socket().isOutputClosed() && !this.closed.isDone()) {
			socket().sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally((gone) -> null).join();
		}
	}

	private WebSocket socket() {
		if (this.socket == null) {
			throw new IllegalStateException("Not open");
		}
		return this.socket;
	}

}
