package dev.recap.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

import dev.recap.schema.Json;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A client of the HTTP and WebSocket contract, as anybody would write it. */
final class Client {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final HttpClient http = HttpClient.newHttpClient();

	private final int port;

	Client(int port) {
		this.port = port;
	}

	record Answer(int status, JsonNode body, String position, String location, String retryAfter) {

		boolean isOverloaded() {
			return this.status == 503 && this.body.at("/detail/code").asString("").equals("overloaded");
		}

	}

	Answer post(String path, Object body) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
	}

	Answer get(String path) {
		return send(request(path));
	}

	Answer get(String path, String position) {
		return send(request(path).header("X-Position", position));
	}

	Answer patch(String path, Object body) {
		return send(request(path).header("Content-Type", "application/json")
			.method("PATCH", HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
	}

	Answer delete(String path) {
		return send(request(path).DELETE());
	}

	/** Opens a socket whose text frames end up in the queue. */
	WebSocket open(String path, LinkedBlockingQueue<JsonNode> frames) {
		return this.http.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.port + path), new Frames(frames))
			.join();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	/** Asks again what was too much just now, as such an answer says. */
	private Answer send(HttpRequest.Builder request) {
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.atMost(PATIENCE)
			.until(() -> once(request), (answer) -> !answer.isOverloaded());
	}

	private Answer once(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		return new Answer(response.statusCode(), Json.mapper().readTree(response.body()),
				response.headers().firstValue("X-Position").orElse(""),
				response.headers().firstValue("Location").orElse(""),
				response.headers().firstValue("Retry-After").orElse(""));
	}

	private static final class Frames implements WebSocket.Listener {

		private final LinkedBlockingQueue<JsonNode> frames;

		private final List<String> parts = new ArrayList<>();

		Frames(LinkedBlockingQueue<JsonNode> frames) {
			this.frames = frames;
		}

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.parts.add(data.toString());
			if (last) {
				this.frames.add(Json.mapper().readTree(String.join("", this.parts)));
				this.parts.clear();
			}
			socket.request(1);
			return CompletableFuture.completedFuture(null);
		}

	}

}
