package dev.recap.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.recap.schema.Json;
import dev.recap.standalone.replay.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Backups as docs/retention.md describes them, destroyed and restored. */
class BackupTests {

	@Test
	void aCopyMadeWhileStoppedHasEverything(@TempDir Path folder) throws Exception {
		Path data = folder.resolve("data");
		Map<String, String> before;
		try (Standalone recap = start(data)) {
			before = fill(recap);
		}
		FileSystemUtils.copyRecursively(data, folder.resolve("backup"));
		FileSystemUtils.deleteRecursively(data);
		FileSystemUtils.copyRecursively(folder.resolve("backup"), data);
		try (Standalone recap = start(data)) {
			assertThat(read(recap)).isEqualTo(before);
		}
	}

	@Test
	void aCopyMadeWhileRunningHasWhatWasAcceptedBefore(@TempDir Path folder) throws Exception {
		Path data = folder.resolve("data");
		Path backup = folder.resolve("backup");
		Map<String, String> before;
		try (Standalone recap = start(data)) {
			before = fill(recap);
			// The database first: what the log has beyond it is applied again.
			FileSystemUtils.copyRecursively(data.resolve("mongodb"), backup.resolve("mongodb"));
			new Client(recap.port()).post("/chats",
					Map.of("conversation_id", "late", "user_id", "ann", "message", "between the two copies"));
			FileSystemUtils.copyRecursively(data.resolve("kafka"), backup.resolve("kafka"));
		}
		FileSystemUtils.deleteRecursively(data);
		try (Standalone recap = start(backup)) {
			assertThat(read(recap)).isEqualTo(before);
			// A read that cannot wait for what is applied again is answered 503
			// meanwhile.
			Client client = new Client(recap.port());
			await().atMost(Duration.ofSeconds(60)).until(() -> client.get("/chats/late").status() == 200);
			assertThat(client.get("/chats/late").body().at("/messages/0/content").asString())
				.isEqualTo("between the two copies");
		}
	}

	private static Standalone start(Path folder) {
		return Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder, "--recap.window.idle=1s");
	}

	private static Map<String, String> fill(Standalone recap) throws Exception {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (String sample : List.of("project", "support")) {
			assertThat(
					Replay.run(
							new String[] { samples().resolve(sample + ".jsonl").toString(),
									"http://localhost:" + recap.port() },
							new PrintStream(out, true, StandardCharsets.UTF_8)))
				.as(() -> out.toString(StandardCharsets.UTF_8))
				.isZero();
		}
		Client client = new Client(recap.port());
		for (String id : ids()) {
			await().until(() -> everyWindowIsSummarized(client, id));
		}
		return read(recap);
	}

	/** A conversation that paused on the way here has more than one. */
	private static boolean everyWindowIsSummarized(Client client, String id) {
		long summarized = client.get("/chats/" + id + "/summaries")
			.body()
			.path("summaries")
			.valueStream()
			.filter((summary) -> summary.path("summary_type").asString().equals("window"))
			.mapToLong((summary) -> summary.path("message_count").asLong())
			.sum();
		return summarized == client.get("/chats/" + id).body().path("total_messages").asLong();
	}

	private static Path samples() {
		return Stream.of(Path.of("samples"), Path.of("../samples"))
			.filter(Files::isDirectory)
			.findFirst()
			.orElseThrow();
	}

	/** Every conversation: how many messages, and every summary. */
	private static Map<String, String> read(Standalone recap) throws IOException, InterruptedException {
		Client client = new Client(recap.port());
		Map<String, String> found = new TreeMap<>();
		for (String id : ids()) {
			found.put(id, client.get("/chats/" + id).body().path("total_messages") + " "
					+ client.get("/chats/" + id + "/summaries").body());
		}
		assertThat(found.values()).noneMatch((each) -> each.startsWith("0 "));
		return found;
	}

	private static List<String> ids() throws IOException {
		Set<String> ids = new TreeSet<>();
		for (String sample : List.of("project", "support")) {
			for (String line : Files.readAllLines(samples().resolve(sample + ".jsonl"))) {
				ids.add(Json.mapper().readTree(line).path("conversation_id").asString());
			}
		}
		return List.copyOf(ids);
	}

}
