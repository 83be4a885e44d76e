package dev.recap.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.recap.schema.Json;
import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A client of the HTTP and WebSocket contract; a process that is away is status 0. */
final class Client {

	private static final Duration PATIENCE = Duration.ofSeconds(12);

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	/** What was answered. */
	record Answer(int status, JsonNode body, @Nullable Position position) {
	}

	Answer post(Member to, String path, Object body) throws InterruptedException {
		return send(request(to, path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
	}

	Answer get(Member to, String path) throws InterruptedException {
		return send(request(to, path));
	}

	Answer delete(Member to, String path) throws InterruptedException {
		return send(request(to, path).DELETE());
	}

	private static HttpRequest.Builder request(Member to, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + path)).timeout(PATIENCE);
	}

	private Answer send(HttpRequest.Builder request) throws InterruptedException {
		try {
			HttpResponse<String> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), Json.mapper().readTree(response.body()),
					response.headers().firstValue("X-Position").map(Position::parse).orElse(null));
		}
		catch (IOException | JacksonException ex) {
			return new Answer(0, Json.mapper().createObjectNode(), null);
		}
	}

	/**
	 * Sends frames over a socket of its own.
	 * @return the answers that came, in the order of the frames
	 */
	List<JsonNode> frames(Member to, String path, List<?> frames) throws InterruptedException {
		BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
		List<JsonNode> received = new ArrayList<>();
		try {
			WebSocket socket = this.http.newWebSocketBuilder()
				.connectTimeout(Duration.ofSeconds(2))
				.buildAsync(URI.create("ws://127.0.0.1:" + to.port() + path), new Frames(answers))
				.join();
			for (Object frame : frames) {
				socket.sendText(Json.mapper().writeValueAsString(frame), true).join();
			}
			while (received.size() < frames.size()) {
				JsonNode answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
				if (answer == null || answer.isNull()) {
					break;
				}
				received.add(answer);
			}
			socket.abort();
		}
		catch (CompletionException ex) {
			// It broke off; what was acknowledged before counts.
		}
		return received;
	}

	private static final class Frames implements WebSocket.Listener {

		private final BlockingQueue<JsonNode> answers;

		private final StringBuilder text = new StringBuilder();

		Frames(BlockingQueue<JsonNode> answers) {
			this.answers = answers;
		}

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				this.answers.add(Json.mapper().readTree(this.text.toString()));
				this.text.setLength(0);
			}
			socket.request(1);
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
			this.answers.add(Json.mapper().nullNode());
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void onError(WebSocket socket, Throwable failure) {
			this.answers.add(Json.mapper().nullNode());
		}

	}

}
