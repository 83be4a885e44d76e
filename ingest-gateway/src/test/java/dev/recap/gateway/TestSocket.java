package dev.recap.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import dev.recap.schema.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client's end of a WebSocket. */
public final class TestSocket implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();

	private final CompletableFuture<Integer> closed = new CompletableFuture<>();

	private final WebSocket socket;

	private TestSocket(String uri) {
		this.socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(uri), new Frames()).join();
	}

	public static TestSocket open(TestGateway gateway, String path) {
		return new TestSocket("ws://" + gateway.address() + path);
	}

	public void send(String frame) {
		this.socket.sendText(frame, true).join();
	}

	/** The next frame; fails when none comes. */
	public JsonNode next() {
		try {
			return Objects.requireNonNull(this.frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no frame came");
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The next frame of a type; those before it are passed over. */
	public JsonNode next(String type) {
		return next((frame) -> type.equals(frame.path("type").asString()));
	}

	/** The next frame that is as wanted; those before it are passed over. */
	public JsonNode next(Predicate<JsonNode> wanted) {
		Instant deadline = Instant.now().plus(PATIENCE);
		JsonNode frame = next();
		while (!wanted.test(frame)) {
			if (Instant.now().isAfter(deadline)) {
				throw new IllegalStateException("the frame did not come; the last was " + frame);
			}
			frame = next();
		}
		return frame;
	}

	/** What has come and was not taken yet. */
	public List<JsonNode> rest() {
		List<JsonNode> rest = new ArrayList<>();
		this.frames.drainTo(rest);
		return rest;
	}

	/** The status the server closes with. */
	public int closeStatus() {
		return this.closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		this.socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally((failure) -> this.socket).join();
	}

	private final class Frames implements WebSocket.Listener {

		private final StringBuilder parts = new StringBuilder();

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.parts.append(data);
			if (last) {
				TestSocket.this.frames.add(Json.mapper().readTree(this.parts.toString()));
				this.parts.setLength(0);
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
			TestSocket.this.closed.complete(status);
			return null;
		}

		@Override
		public void onError(WebSocket webSocket, Throwable error) {
			TestSocket.this.closed.completeExceptionally(error);
		}

	}

}
