import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recap from Java (17 or later), with nothing but the JDK:
 *
 * <pre>java docs/clients/java/Recap.java [CONVERSATION]</pre>
 *
 * RECAP_URL is http://localhost:8000 unless set; RECAP_API_KEY or RECAP_TOKEN say who asks. Fields are picked out of the JSON
 * with a pattern, to need no library; with Jackson or Gson on the path, use that.
 */
class Recap {

	private static final String BASE = Optional.ofNullable(System.getenv("RECAP_URL")).orElse("http://localhost:8000");

	private static final int TRIES = 5;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String conversation;

	Recap(String conversation) {
		this.conversation = conversation;
	}

	public static void main(String[] arguments) throws Exception {
		Recap recap = new Recap((arguments.length > 0) ? arguments[0] : "java-" + UUID.randomUUID());
		String position = recap.postMessages();
		recap.readHistory(position);
		recap.summarize();
		recap.watch();
		recap.talk();
		recap.chat();
	}

	String postMessages() throws Exception {
		// Ids are made before the first try and stay the same in every further one.
		String batch = """
				{"conversation_id": "%s", "user_id": "ann", "messages": [
				  {"message_id": "%s", "content": "We decided to ship on Friday."},
				  {"message_id": "%s", "content": "I will test it tomorrow.", "user_id": "bob"}]}
				""".formatted(this.conversation, UUID.randomUUID(), UUID.randomUUID());
		HttpResponse<Stream<String>> response = send(post("/chats", batch));
		String answer = text(response);
		text(send(post("/chats", batch)));
		System.out.println("posted " + field(answer, "inserted_count") + " messages, twice");
		return response.headers().firstValue("X-Position").orElseThrow();
	}

	void readHistory(String position) throws Exception {
		// With the position of the write, the read waits until it sees it.
		String page = text(send(request("/chats/" + encoded(this.conversation) + "?limit=100").header("X-Position", position)));
		String messages = Pattern.compile("\"content\":\"([^\"]*)\".*?\"user_id\":\"([^\"]*)\"")
			.matcher(page)
			.results()
			.map((message) -> message.group(2) + ": " + message.group(1))
			.collect(Collectors.joining(" | "));
		System.out.println("history: " + messages);
	}

	void summarize() throws Exception {
		HttpResponse<Stream<String>> response = send(post("/chats/summarize", "{\"conversation_id\": \"" + this.conversation + "\"}"));
		String answer = text(response);
		while (field(answer, "summary").isEmpty()) {
			// 202, it takes long: what is stored is where Location says.
			TimeUnit.SECONDS.sleep(1);
			answer = text(send(request(response.headers().firstValue("Location").orElseThrow())));
		}
		System.out.println("summary: " + field(answer, "summary"));
	}

	void chat() throws Exception {
		HttpResponse<Stream<String>> response;
		try {
			response = send(post("/chat", """
					{"conversation_id": "%s", "user_id": "ann", "input": "When do we ship?", "stream": true}
					""".formatted(this.conversation)));
		}
		catch (RecapException ex) {
			if (!ex.code.equals("llm_not_configured")) {
				throw ex;
			}
			System.out.println("assistant: no model is configured");
			return;
		}
		System.out.print("assistant: ");
		String event = "";
		for (Iterator<String> lines = response.body().iterator(); lines.hasNext();) {
			String line = lines.next();
			if (line.startsWith("event:")) {
				event = line.substring("event:".length()).strip();
			}
			else if (line.startsWith("data:") && event.equals("response.output_text.delta")) {
				System.out.print(field(line, "delta"));
			}
			else if (line.startsWith("data:") && event.equals("response.failed")) {
				boolean missing = field(line, "code").equals("llm_not_configured");
				System.out.print(missing ? "no model is configured" : "failed: " + field(line, "error"));
			}
		}
		System.out.println();
	}

	void watch() throws Exception {
		String frame = frame("/ws/summarize?conversation_id=" + encoded(this.conversation), "summary|error", null);
		System.out.println("live: " + field(frame, "type"));
	}

	void talk() throws Exception {
		String frame = frame("/ws?username=Ann&room=" + encoded(this.conversation), "ack|error",
				"{\"type\": \"message\", \"message\": \"Hello from Java\"}");
		System.out.println("room: " + field(frame, "type"));
	}

	/** Sends a request, and again when asked to wait: message ids make that harmless. */
	private HttpResponse<Stream<String>> send(HttpRequest.Builder request) throws Exception {
		for (int attempt = 1;; attempt++) {
			try {
				HttpResponse<Stream<String>> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
				if (response.statusCode() < 400) {
					return response;
				}
				Optional<String> wait = response.headers().firstValue("Retry-After");
				String error = text(response);
				boolean later = response.statusCode() == 429 || response.statusCode() == 503;
				if (!later || wait.isEmpty() || attempt == TRIES) {
					throw new RecapException(response.statusCode(), field(error, "code"), field(error, "error"));
				}
				TimeUnit.SECONDS.sleep(Long.parseLong(wait.get()));
			}
			catch (IOException ex) {
				if (attempt == TRIES) {
					throw ex;
				}
				TimeUnit.MILLISECONDS.sleep(100L << attempt);
			}
		}
	}

	private static HttpRequest.Builder post(String path, String body) {
		return request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
	}

	private static HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(BASE + path)).timeout(Duration.ofSeconds(60));
		credentials().forEach(request::header);
		return request;
	}

	private static Map<String, String> credentials() {
		if (System.getenv("RECAP_API_KEY") != null) {
			return Map.of("X-API-Key", System.getenv("RECAP_API_KEY"));
		}
		return (System.getenv("RECAP_TOKEN") != null) ? Map.of("Authorization", "Bearer " + System.getenv("RECAP_TOKEN"))
				: Map.of();
	}

	/** Opens a socket, says something if there is something to say, and returns the first frame of one of these types. */
	private String frame(String path, String types, String says) throws Exception {
		CompletableFuture<String> found = new CompletableFuture<>();
		WebSocket.Builder builder = this.http.newWebSocketBuilder();
		credentials().forEach(builder::header);
		WebSocket socket = builder.buildAsync(URI.create(BASE.replaceFirst("http", "ws") + path), new WebSocket.Listener() {

			private final StringBuilder text = new StringBuilder();

			@Override
			public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
				this.text.append(part);
				if (last) {
					if (field(this.text.toString(), "type").matches(types)) {
						found.complete(this.text.toString());
					}
					this.text.setLength(0);
				}
				from.request(1);
				return null;
			}

			@Override
			public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
				found.completeExceptionally(new IOException("closed: " + code + " " + reason));
				return null;
			}

			@Override
			public void onError(WebSocket from, Throwable error) {
				found.completeExceptionally(error);
			}

		}).get();
		if (says != null) {
			socket.sendText(says, true).get();
		}
		String frame = found.get(60, TimeUnit.SECONDS);
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
		return frame;
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static String text(HttpResponse<Stream<String>> response) {
		return response.body().collect(Collectors.joining("\n"));
	}

	/** The first field of a name, as text; empty when there is none. */
	private static String field(String json, String name) {
		Matcher field = Pattern.compile("\"" + name + "\":\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([-0-9.]+))").matcher(json);
		if (!field.find()) {
			return "";
		}
		return (field.group(1) != null) ? field.group(1).replace("\\\"", "\"").replace("\\n", "\n") : field.group(2);
	}

	static final class RecapException extends RuntimeException {

		private static final long serialVersionUID = 1;

		final String code;

		RecapException(int status, String code, String error) {
			super(status + " " + code + ": " + error);
			this.code = code;
		}

	}

}
