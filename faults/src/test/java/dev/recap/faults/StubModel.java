package dev.recap.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recap.schema.Json;
import tools.jackson.databind.JsonNode;

/** A language model that says little, fails when told to, and counts what it is asked. */
final class StubModel implements AutoCloseable {

	static final String REPLY = "That is so.";

	private static final String SUMMARY = """
			{"title":"A talk","summary":"People talked of %s.","rolling":"People talked on of %s.",\
			"sentiment":"neutral","sentiment_score":0,"keywords":[],"highlights":[]}""";

	private static final Duration HANG = Duration.ofSeconds(15);

	private static final Duration SLOW = Duration.ofSeconds(3);

	private final HttpServer server;

	private final Map<String, List<Instant>> answered = new ConcurrentHashMap<>();

	private final AtomicInteger asked = new AtomicInteger();

	private volatile Mood mood = Mood.GOOD;

	StubModel() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 200);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/v1/chat/completions", this::serve);
		this.server.start();
	}

	/** How it answers. */
	enum Mood {

		GOOD, SLOW, ERRORS, HANGS, GARBAGE

	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1";
	}

	void mood(Mood next) {
		this.mood = next;
	}

	/** How often it was asked anything. */
	int asked() {
		return this.asked.get();
	}

	/** When it gave good answers to each question. */
	Map<String, List<Instant>> answered() {
		return this.answered;
	}

	private void serve(HttpExchange exchange) {
		try (exchange) {
			JsonNode request = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
			this.asked.incrementAndGet();
			Mood now = this.mood;
			switch (now) {
				case GOOD -> answer(exchange, request);
				case SLOW -> {
					pause(SLOW);
					answer(exchange, request);
				}
				case ERRORS -> send(exchange, 500, "application/json", "{\"error\":{\"message\":\"broken\"}}");
				case HANGS -> pause(HANG);
				case GARBAGE -> send(exchange, 200, "application/json", "{\"choices\":[{\"mess");
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// Who asked is gone.
		}
	}

	private static void pause(Duration duration) {
		try {
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void answer(HttpExchange exchange, JsonNode request) throws IOException {
		boolean reply = request.path("stream").asBoolean(false);
		String question = request.path("messages")
			.path(request.path("messages").size() - 1)
			.path("content")
			.asString("");
		this.answered.computeIfAbsent((reply ? "reply " : "") + question, (key) -> new CopyOnWriteArrayList<>())
			.add(Instant.now());
		if (reply) {
			send(exchange, 200, "text/event-stream", stream());
		}
		else {
			send(exchange, 200, "application/json",
					new String(Json.bytes(completion(question)), StandardCharsets.UTF_8));
		}
	}

	private static Map<String, Object> completion(String question) {
		String summary = SUMMARY.formatted(word(question), word(question));
		return Map.of("id", "1", "object", "chat.completion", "created", 1, "model", "stub", "choices",
				List.of(Map.of("index", 0, "finish_reason", "stop", "message",
						Map.of("role", "assistant", "content", summary))),
				"usage", Map.of("prompt_tokens", 10, "completion_tokens", 5, "total_tokens", 15));
	}

	/**
	 * A word of the question's own, without digits: what follows upon another summary is
	 * another question then.
	 */
	private static String word(String question) {
		StringBuilder word = new StringBuilder();
		for (int rest = question.hashCode() & Integer.MAX_VALUE; rest > 0; rest /= 26) {
			word.append((char) ('a' + rest % 26));
		}
		return word.toString();
	}

	private static String stream() {
		return chunk(Map.of("content", REPLY), false) + chunk(Map.of(), true) + "data: [DONE]\n\n";
	}

	private static String chunk(Map<String, Object> delta, boolean last) {
		Map<String, Object> choice = last ? Map.of("index", 0, "delta", delta, "finish_reason", "stop")
				: Map.of("index", 0, "delta", delta);
		return "data: " + new String(Json.bytes(Map.of("id", "1", "object", "chat.completion.chunk", "created", 1,
				"model", "stub", "choices", List.of(choice))), StandardCharsets.UTF_8) + "\n\n";
	}

	private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
