package dev.recap.standalone.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.recap.schema.Json;
import org.awaitility.Awaitility;

/** Calls the origin; every answer is checked against its own OpenAPI document. */
final class Api {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String JSON = "application/json";

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI origin;

	private final Contract contract;

	private Api(URI origin, Contract contract) {
		this.origin = origin;
		this.contract = contract;
	}

	static Api of(URI origin) {
		try (HttpClient http = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest.newBuilder(origin.resolve("/openapi.json")).build();
			return new Api(origin, Contract.read(http.send(request, BodyHandlers.ofString()).body()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** An id that nobody has used. */
	static String id() {
		return "c-" + UUID.randomUUID();
	}

	URI origin() {
		return this.origin;
	}

	Contract contract() {
		return this.contract;
	}

	Answer get(String path, String... headers) {
		return send("GET", path, BodyPublishers.noBody(), headers);
	}

	Answer delete(String path) {
		return send("DELETE", path, BodyPublishers.noBody());
	}

	Answer post(String path, Object body, String... headers) {
		return json("POST", path, text(body), headers);
	}

	Answer patch(String path, Object body) {
		return json("PATCH", path, text(body));
	}

	/** Sends a body that need not be JSON, as JSON. */
	Answer json(String method, String path, String body, String... headers) {
		String[] all = List.of("Content-Type", JSON).toArray(new String[headers.length + 2]);
		System.arraycopy(headers, 0, all, 2, headers.length);
		return send(method, path, BodyPublishers.ofString(body), all);
	}

	/** Asks again what was too much just now, as such an answer says. */
	Answer send(String method, String path, BodyPublisher body, String... headers) {
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.atMost(PATIENCE)
			.until(() -> once(method, path, body, headers), (answer) -> !answer.isOverloaded());
	}

	/** Asks once, whatever is answered. */
	Answer once(String method, String path, BodyPublisher body, String... headers)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.origin + path))
			.timeout(PATIENCE)
			.method(method, body);
		if (headers.length > 0) {
			request.headers(headers);
		}
		HttpResponse<String> response = this.http.send(request.build(), BodyHandlers.ofString());
		Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
		this.contract.check(method, path, answer);
		return answer;
	}

	Frames open(String path) {
		return Frames.open(this.http, URI.create("ws" + this.origin.toString().substring("http".length()) + path));
	}

	/** Three messages of one user, fit to be summarized. */
	static Map<String, Object> talk(String id) {
		return Map.of("conversation_id", id, "user_id", "ann-" + id, "messages",
				List.of(Map.of("message_id", "1", "content", "We decided to ship the new search on Friday."),
						Map.of("message_id", "2", "content",
								"I will write the release notes by Thursday and send them to support."),
						Map.of("message_id", "3", "content", "Great, that is a very good plan for the release.")));
	}

	static Map<String, Object> message(String id, String text) {
		return Map.of("conversation_id", id, "user_id", "ann-" + id, "message", text);
	}

	private static String text(Object body) {
		return Json.mapper().writeValueAsString(body);
	}

}
