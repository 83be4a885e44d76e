package dev.recap.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What outlives a process, however it ended. */
class RestartTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final int MESSAGES = 3000;

	@Test
	void hasItsDataWhenStartedAgain(@TempDir Path folder) throws Exception {
		Map<String, Object> body = Map.of("conversation_id", "kept", "user_id", "u", "message", "remember me");
		try (Standalone first = Standalone.start(arguments(folder))) {
			Client client = new Client(first.port());
			client.post("/chats", body);
			assertThat(client.get("/chats/kept").status()).isEqualTo(200);
			assertThatThrownBy(() -> Standalone.start(arguments(folder))).hasMessageContaining("in use");
			assertThatThrownBy(() -> Standalone.start("--server.port=" + first.port()))
				.hasMessageContaining("Port " + first.port() + " is taken");
		}
		try (Standalone second = Standalone.start(arguments(folder))) {
			assertThat(new Client(second.port()).get("/chats/kept").body().at("/messages/0/content").asString())
				.isEqualTo("remember me");
		}
	}

	@Test
	void losesNothingAndCountsOnceWhenKilledInTheMiddle(@TempDir Path folder) throws Exception {
		int readable;
		try (Child first = Child.start(folder)) {
			for (int i = 0; i < MESSAGES; i += 100) {
				first.client().post("/chats", batch(i));
			}
			// Some of it is stored, some is not: now is the time.
			readable = count(first.client());
			first.kill();
		}
		try (Child second = Child.start(folder)) {
			assertThat(count(second.client())).isGreaterThanOrEqualTo(readable);
			await().atMost(PATIENCE).until(() -> count(second.client()) == MESSAGES);
			String position = "";
			for (int i = 0; i < MESSAGES; i += 100) {
				position = second.client().post("/chats", batch(i)).position();
			}
			assertThat(second.client().get("/chats/big?limit=1", position).body().path("total_messages").asInt())
				.isEqualTo(MESSAGES);
		}
	}

	private static int count(Client client) throws IOException, InterruptedException {
		return client.get("/chats/big?limit=1").body().path("total_messages").asInt(0);
	}

	private static Map<String, Object> batch(int from) {
		List<Map<String, Object>> messages = IntStream.range(from, from + 100)
			.mapToObj((i) -> Map.<String, Object>of("message_id", "m" + i, "content", "message number " + i))
			.toList();
		return Map.of("conversation_id", "big", "user_id", "u", "messages", messages);
	}

	private static String[] arguments(Path folder) {
		return new String[] { "--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder };
	}

}
