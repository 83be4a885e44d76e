package dev.recap.standalone;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import dev.recap.schema.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** From a message and a change by hand to what is posted. */
class WebhookEndToEndTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final List<JsonNode> posts = new CopyOnWriteArrayList<>();

	@TempDir
	private Path folder;

	@Test
	void postsWhatIsFoundAndWhatIsChanged() throws Exception {
		HttpServer receiver = receiver();
		try (Standalone recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + this.folder, "--recap.window.idle=1s",
				"--recap.webhooks[0].url=http://127.0.0.1:" + receiver.getAddress().getPort() + "/",
				"--recap.webhooks[0].secret=secret", "--recap.webhooks[0].from-start=true",
				"--recap.webhooks.allow-private=true")) {
			String id = "c-" + UUID.randomUUID();
			new Client(recap.port()).post("/chats", Map.of("conversation_id", id, "user_id", "ann", "message",
					"We decided to ship on Friday. I will write the release notes by Thursday."));
			assertThat(posted("summary.updated").at("/data/conversation_id").asString()).isEqualTo(id);
			JsonNode item = posted("item.opened").path("data");
			assertThat(item.path("conversation_id").asString()).isEqualTo(id);
			assertThat(patch(recap.port(), "/items/" + item.path("item_id").asString(), "{\"status\":\"dropped\"}"))
				.isEqualTo(200);
			assertThat(posted("item.changed").at("/data/status").asString()).isEqualTo("dropped");
		}
		finally {
			receiver.stop(0);
		}
	}

	private HttpServer receiver() throws Exception {
		HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		receiver.createContext("/", (exchange) -> {
			this.posts.add(Json.mapper().readTree(exchange.getRequestBody().readAllBytes()));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		receiver.start();
		return receiver;
	}

	private JsonNode posted(String type) {
		return await().atMost(PATIENCE)
			.until(() -> this.posts.stream()
				.filter((post) -> post.path("type").asString().equals(type))
				.findFirst()
				.orElse(Json.mapper().missingNode()), (post) -> !post.isMissingNode());
	}

	private static int patch(int port, String path, String body) throws Exception {
		try (HttpClient http = HttpClient.newHttpClient()) {
			HttpResponse<Void> answer = http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
				.header("Content-Type", "application/json")
				.method("PATCH", BodyPublishers.ofString(body))
				.build(), BodyHandlers.discarding());
			return answer.statusCode();
		}
	}

}
