package dev.recap.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import dev.recap.standalone.archive.ArchiveCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What expires into a bucket, and what comes back out of it. */
class ArchiveTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	@TempDir
	static Path folder;

	private static LocalS3 s3;

	private static Standalone recap;

	private static Client client;

	@BeforeAll
	static void start() throws IOException {
		System.setProperty("aws.accessKeyId", "test");
		System.setProperty("aws.secretAccessKey", "test");
		s3 = LocalS3.builder().port(freePort()).mode(LocalS3Mode.IN_MEMORY).build();
		s3.start();
		createBucket();
		recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder, "--recap.window.idle=1s", "--recap.retention.interval=300ms",
				"--recap.retention.idle-sessions=1s", "--recap.archive.ended=true", "--recap.retention.sessions=15s",
				"--recap.archive.bucket=archive", "--recap.archive.endpoint=" + endpoint(),
				"--recap.archive.path-style=true");
		client = new Client(recap.port());
	}

	@AfterAll
	static void stop() {
		recap.close();
		s3.shutdown();
	}

	@Test
	void whatExpiredComesBackAsItWasUntilItIsErased() throws Exception {
		String id = client.post("/session", Map.of("user_id", "ann")).body().path("sessionId").asString();
		JsonNode before = said(id);
		await().atMost(PATIENCE).until(() -> client.get("/chats/" + id).status() == 404);
		assertThat(run("list", id)).contains("first.jsonl.gz").endsWith("1 files\n");
		assertThat(run("show", id)).contains("2 messages", "\"user_id\" : \"ann\"");
		String restored = run("restore", id);
		assertThat(restored).startsWith(id + ": 2 messages of 1 users were published").isEqualTo(run("restore", id));
		await().atMost(PATIENCE)
			.until(() -> client.patch("/conversations/" + id, Map.of("metadata", Map.of("retention", "1d")))
				.status() == 200);
		assertThat(client.get("/chats/" + id).body().path("total_messages").asInt()).isEqualTo(2);
		assertThat(client.get("/chats/" + id).body().path("messages")).isEqualTo(before);
		assertThat(client.delete("/chats/" + id).status()).isEqualTo(200);
		await().atMost(PATIENCE).until(() -> run("list", id).equals("0 files\n"));
		assertThat(run("restore", id)).isEqualTo("Nothing of " + id + " is archived\n");
	}

	@Test
	void anErasedUserIsGoneFromWhatIsOnlyArchived() throws Exception {
		String user = "u-" + UUID.randomUUID();
		String id = client.post("/session", Map.of("user_id", "ann")).body().path("sessionId").asString();
		said(id);
		client.post("/chats", Map.of("conversation_id", id, "user_id", user, "message", "I was here"));
		await().atMost(PATIENCE).until(() -> client.get("/chats/" + id).status() == 404);
		assertThat(run("show", id)).contains("3 messages");
		assertThat(client.delete("/users/" + user).status()).isEqualTo(202);
		await().atMost(PATIENCE).until(() -> run("show", id).contains("2 messages, 0 summaries and items"));
		assertThat(client.delete("/chats/" + id).status()).isEqualTo(200);
		await().atMost(PATIENCE).until(() -> run("list", id).equals("0 files\n"));
		await().atMost(PATIENCE).until(() -> client.delete("/chats/" + id).status() == 404);
	}

	@Test
	void saysWhatIsWrong() {
		assertThat(run("restore")).startsWith("Usage:");
		assertThat(run("dig", "x")).startsWith("Usage:");
		assertThat(run("restore", "nobody-knows")).isEqualTo("Nothing of nobody-knows is archived\n");
		assertThat(run("show", "recap/no/such.jsonl.gz")).startsWith("It could not be done: ");
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(ArchiveCommand.run(new String[] { "list" }, new PrintStream(out, true, StandardCharsets.UTF_8)))
			.isEqualTo(2);
	}

	private static JsonNode said(String id) throws Exception {
		List<Map<String, Object>> messages = List.of(
				Map.of("message_id", "1", "content", "We ship on Friday 🙂", "timestamp", "2020-01-01T10:00:00Z",
						"metadata", Map.of("source", "mail")),
				Map.of("message_id", "2", "content", "I will write the notes", "role", "assistant"));
		String position = client.post("/chats", Map.of("conversation_id", id, "user_id", "ann", "messages", messages))
			.position();
		return client.get("/chats/" + id, position).body().path("messages");
	}

	private static String run(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--bucket=archive", "--path-style", "--endpoint=" + endpoint(),
				"--bootstrap-servers=" + recap.bootstrapServers()));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ArchiveCommand.run(all.toArray(String[]::new), new PrintStream(out, true, StandardCharsets.UTF_8));
		return out.toString(StandardCharsets.UTF_8);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static String endpoint() {
		return "http://127.0.0.1:" + s3.getPort();
	}

	private static void createBucket() {
		try (S3Client client = S3Client.builder()
			.endpointOverride(URI.create(endpoint()))
			.region(Region.US_EAST_1)
			.forcePathStyle(true)
			.httpClientBuilder(UrlConnectionHttpClient.builder())
			.build()) {
			client.createBucket((request) -> request.bucket("archive"));
		}
	}

}
