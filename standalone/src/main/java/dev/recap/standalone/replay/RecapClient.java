package dev.recap.standalone.replay;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.recap.schema.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The few calls of the HTTP contract that a replay makes. */
final class RecapClient {

	/** One calls too often, or the service has too much to do. */
	private static final Set<Integer> BUSY = Set.of(429, 503);

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private final URI origin;

	private final @Nullable String apiKey;

	private final Duration patience;

	/**
	 * A client of the service at {@code origin}.
	 * @param apiKey null to be anonymous
	 * @param patience how long to go on while the service says it is busy, or that one
	 * calls too often
	 */
	RecapClient(URI origin, @Nullable String apiKey, Duration patience) {
		this.origin = origin;
		this.apiKey = apiKey;
		this.patience = patience;
	}

	/** What a call answered. */
	record Answer(int status, JsonNode body, @Nullable String position, Duration retryAfter) {

		boolean ok() {
			return this.status / 100 == 2;
		}

		String error() {
			return this.status + ": " + this.body.at("/detail/error").asString("");
		}

	}

	/**
	 * Asks whether anything is there.
	 * @throws java.net.ConnectException when nothing is
	 */
	void reach() throws IOException, InterruptedException {
		send(request("/health").build());
	}

	Answer post(Batch batch) throws IOException, InterruptedException {
		return untilNotBusy(request("/chats").header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(batch.body()))
			.build());
	}

	/** The conversation's first page of one message, as of a position or later. */
	Answer conversation(String id, @Nullable String position) throws IOException, InterruptedException {
		HttpRequest.Builder request = request("/chats/" + encoded(id) + "?limit=1");
		if (position != null) {
			request.header("X-Position", position);
		}
		return untilNotBusy(request.build());
	}

	Answer summaries(String id) throws IOException, InterruptedException {
		return untilNotBusy(request("/chats/" + encoded(id) + "/summaries?limit=1").build());
	}

	private HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.origin.resolve(path)).timeout(Duration.ofSeconds(60));
		return (this.apiKey != null) ? request.header("X-API-Key", this.apiKey) : request;
	}

	private Answer untilNotBusy(HttpRequest request) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + this.patience.toNanos();
		Answer answer = send(request);
		while (BUSY.contains(answer.status()) && System.nanoTime() < deadline) {
			TimeUnit.NANOSECONDS.sleep(answer.retryAfter().toNanos());
			answer = send(request);
		}
		return answer;
	}

	private Answer send(HttpRequest request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
		return new Answer(response.statusCode(), json(response.body()),
				response.headers().firstValue("X-Position").orElse(null), retryAfter(response));
	}

	/** What Retry-After says, in seconds as Recap does. */
	private static Duration retryAfter(HttpResponse<?> response) {
		Duration said = response.headers()
			.firstValue("Retry-After")
			.filter((value) -> value.matches("\\d{1,4}"))
			.map((value) -> Duration.ofSeconds(Long.parseLong(value)))
			.orElse(SHORTEST_WAIT);
		return (said.compareTo(SHORTEST_WAIT) > 0) ? said : SHORTEST_WAIT;
	}

	private static JsonNode json(String body) {
		try {
			return Json.mapper().readTree(body);
		}
		catch (JacksonException ex) {
			return Json.mapper().createObjectNode();
		}
	}

	private static String encoded(String id) {
		return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
