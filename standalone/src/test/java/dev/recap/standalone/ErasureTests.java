package dev.recap.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.recap.schema.Json;
import dev.recap.standalone.Client.Answer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is left of erased text, in any file, when the time has passed that was named. */
@ExtendWith(OutputCaptureExtension.class)
class ErasureTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	static Path folder;

	private static Standalone recap;

	private static Client client;

	private final Traces traces = new Traces(folder);

	@BeforeAll
	static void start() {
		recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder, "--recap.window.idle=1s", "--recap.trim.keep=3s",
				"--recap.trim.segment=1s", "--recap.trim.interval=200ms", "--recap.trim.broker-delay=1s",
				"--recap.standalone.broker.log.retention.check.interval.ms=300",
				"--recap.standalone.broker.log.initial.task.delay.ms=100",
				"--recap.standalone.broker.log.segment.delete.delay.ms=100",
				"--recap.standalone.broker.log.cleaner.backoff.ms=200",
				// What is compressed would not be found though it is there.
				"--recap.standalone.broker.compression.type=uncompressed", "--recap.standalone.forget-after=2s");
		client = new Client(recap.port());
	}

	@AfterAll
	static void stop() {
		recap.close();
	}

	@Test
	void noFileHoldsAnythingOfAnErasedConversation(CapturedOutput output) throws Exception {
		Canary canary = new Canary();
		client.post("/chats", canary.body());
		publish(canary.conversation(), canary.event());
		await().atMost(PATIENCE)
			.until(() -> summaries(canary.conversation()).contains(canary.content()) && count(canary) == 4);
		// A summary is stored first and told to the topic then.
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.traces.of(canary.content()))
				.anyMatch((file) -> file.startsWith("kafka/chat-messages-"))
				.anyMatch((file) -> file.startsWith("kafka/conversation-summaries-"))
				.contains("mongodb/journal"));
		canary.all().forEach((each) -> assertThat(this.traces.of(each)).as(each).isNotEmpty());
		Answer erased = client.delete("/chats/" + canary.conversation());
		assertThat(erased.status()).isEqualTo(200);
		assertThat(Instant.parse(erased.body().path("erased_from_log_by").asString()))
			.isBefore(Instant.now().plusSeconds(6));
		await().atMost(PATIENCE)
			.untilAsserted(() -> canary.all().forEach((each) -> assertThat(this.traces.of(each)).as(each).isEmpty()));
		assertThat(canary.all()).noneMatch(output.getAll()::contains);
	}

	@Test
	void noFileHoldsWhatAnErasedUserWrote() throws Exception {
		Canary canary = new Canary();
		client.post("/chats", Map.of("conversation_id", canary.conversation(), "user_id", "somebody-else", "message",
				"We agreed to meet on Monday and I will bring the documents."));
		client.post("/chats", canary.body());
		await().atMost(PATIENCE).until(() -> summaries(canary.conversation()).contains(canary.content()));
		assertThat(client.delete("/users/" + canary.user()).status()).isEqualTo(202);
		await().atMost(PATIENCE)
			.untilAsserted(() -> canary.all().forEach((each) -> assertThat(this.traces.of(each)).as(each).isEmpty()));
		assertThat(client.get("/chats/" + canary.conversation()).body().path("total_messages").asInt()).isOne();
	}

	@Test
	void theLogForgetsWhatIsArchivedAndEverythingGoesOn() throws Exception {
		String id = "kept-" + UUID.randomUUID();
		publish(id, Map.of("user_id", "ann", "content", "the first thing that was said"));
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.traces.of("the first thing that was said"))
				.containsExactly("mongodb/journal"));
		publish(id, Map.of("user_id", "ben", "content", "and the second thing"));
		await().atMost(PATIENCE).until(() -> client.get("/chats/" + id).body().path("total_messages").asInt(0) == 2);
		await().atMost(PATIENCE).until(() -> windows(id) == 2);
		assertThat(client.get("/chats/" + id).body().path("messages").toString()).contains("the first thing",
				"the second thing");
	}

	private static int count(Canary canary) throws Exception {
		return client.get("/chats/" + canary.conversation()).body().path("total_messages").asInt(0);
	}

	private static String summaries(String conversation) throws Exception {
		return client.get("/chats/" + conversation + "/summaries").body().toString();
	}

	private static int windows(String conversation) throws Exception {
		return client.get("/chats/" + conversation + "/summaries").body().path("summaries").size();
	}

	private static void publish(String conversation, Map<String, Object> event) throws Exception {
		try (Producer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", recap.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			producer.send(new ProducerRecord<>("chat-messages", conversation, Json.mapper().writeValueAsString(event)))
				.get();
		}
	}

	/** Words that occur nowhere else. */
	private record Canary(String conversation, String content, String message, String user, String metadata) {

		Canary() {
			this("conversation-" + UUID.randomUUID(), word("content"), word("message"), word("user"), word("metadata"));
		}

		private static String word(String what) {
			return what + UUID.randomUUID().toString().replace("-", "");
		}

		List<String> all() {
			return Stream.of(this.content, this.message, this.user, this.metadata).toList();
		}

		Map<String, Object> body() {
			return Map.of("conversation_id", this.conversation, "user_id", this.user, "messages",
					List.of(Map.of("message_id", this.message, "content",
							"We decided to launch " + this.content + " on Friday.", "metadata",
							Map.of("note", this.metadata)),
							Map.of("content", "I will write the release notes for " + this.content + "."),
							Map.of("content", "Can you check the budget for " + this.content + "?")));
		}

		Map<String, Object> event() {
			return Map.of("user_id", this.user, "content", "Straight from a producer: " + this.content);
		}

	}

}
