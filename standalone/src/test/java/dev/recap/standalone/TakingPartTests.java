package dev.recap.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.recap.schema.Json;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users with tokens of their own, and what the gateway does for each, over the real log.
 */
class TakingPartTests {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static final SignedTokens TOKENS = new SignedTokens();

	@TempDir
	static Path folder;

	private static Standalone recap;

	private final String id = UUID.randomUUID().toString();

	@BeforeAll
	static void start() {
		recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder.resolve("data"), "--recap.access.anonymous=false",
				"--recap.access.public-key=" + TOKENS.publicKey(folder), "--recap.window.idle=1s");
	}

	@AfterAll
	static void stop() {
		recap.close();
	}

	@Test
	void whoIsNotKnownGetsNowhere() throws Exception {
		assertThat(post(null, "/chats", Map.of("user_id", "ann", "message", "a")).statusCode()).isEqualTo(401);
		assertThat(post("no token", "/chats", Map.of("message", "a")).statusCode()).isEqualTo(401);
	}

	@Test
	void aUserWritesAsItselfAlone() throws Exception {
		assertThat(say("ann", "bob").statusCode()).isEqualTo(403);
		assertThat(say("ann", null).statusCode()).isEqualTo(201);
		assertThat(say("ann", "ann").statusCode()).isEqualTo(201);
	}

	@Test
	void whoHasJustWrittenTakesPartAndOthersDoNot() throws Exception {
		say("ann", null);
		assertThat(summarize("ann")).isEqualTo(200);
		assertThat(summarize("bob")).isEqualTo(403);
		say("bob", null);
		assertThat(summarize("bob")).isEqualTo(200);
		assertThat(post("carla", "/api/summarize?room=" + this.id, Map.of()).statusCode()).isEqualTo(403);
		assertThat(post("bob", "/api/summarize?room=" + this.id, Map.of()).statusCode()).isEqualTo(200);
	}

	@Test
	void aConversationThatIsNotThereIsNobodys() throws Exception {
		assertThat(summarize("ann")).isEqualTo(404);
		assertThat(end("ann")).isEqualTo(404);
		assertThat(refusal("ann")).isEqualTo("not_found");
	}

	@Test
	void onlyTheOwnerEnds() throws Exception {
		say("ann", null);
		say("bob", null);
		assertThat(end("bob")).isEqualTo(403);
		assertThat(end("carla")).isEqualTo(403);
		assertThat(end("ann")).isEqualTo(202);
	}

	@Test
	void onlyThoseWhoTakePartWatch() throws Exception {
		say("ann", null);
		say("bob", null);
		assertThat(refusal("carla")).isEqualTo("forbidden");
		LinkedBlockingQueue<JsonNode> shown = watch("bob");
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> shown.stream().anyMatch((frame) -> frame.path("type").asString().equals("summary")));
	}

	private HttpResponse<String> say(String user, @Nullable String named) throws IOException, InterruptedException {
		return post(user, "/chats", Json.map(new Said(this.id, "I will send the minutes on Friday.", named)));
	}

	private record Said(String conversationId, String message, @Nullable String userId) {
	}

	private int summarize(String user) throws IOException, InterruptedException {
		return post(user, "/chats/summarize", Map.of("conversation_id", this.id)).statusCode();
	}

	private int end(String user) throws IOException, InterruptedException {
		return post(user, "/conversations/" + this.id + "/end", Map.of()).statusCode();
	}

	/** The first answer that is not merely one to try again. */
	private String refusal(String user) {
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.until(() -> watch(user).poll(30, TimeUnit.SECONDS).at("/detail/code").asString(),
					(code) -> !code.equals("unavailable"));
	}

	private LinkedBlockingQueue<JsonNode> watch(String user) {
		LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
		HTTP.newWebSocketBuilder()
			.header("Authorization", "Bearer " + TOKENS.of(user))
			.buildAsync(URI.create("ws://localhost:" + recap.port() + "/ws/summarize?conversation_id=" + this.id),
					new Frames(frames, new StringBuilder()))
			.join();
		return frames;
	}

	private static HttpResponse<String> post(@Nullable String user, String path, Object body)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + recap.port() + path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
		if (user != null) {
			request.header("Authorization", "Bearer " + (user.equals("no token") ? "x.y.z" : TOKENS.of(user)));
		}
		return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private record Frames(LinkedBlockingQueue<JsonNode> frames, StringBuilder parts) implements WebSocket.Listener {

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.parts.append(data);
			if (last) {
				this.frames.add(Json.mapper().readTree(this.parts.toString()));
				this.parts.setLength(0);
			}
			socket.request(1);
			return null;
		}

	}

}
