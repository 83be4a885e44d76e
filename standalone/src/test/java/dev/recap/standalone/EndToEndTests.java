package dev.recap.standalone;

import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.recap.standalone.Client.Answer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole of it, through its outer doors: HTTP, WebSocket and Kafka. */
class EndToEndTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	static Path folder;

	private static Standalone recap;

	private static Client client;

	@BeforeAll
	static void start() {
		recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder, "--recap.window.idle=1s");
		client = new Client(recap.port());
	}

	@AfterAll
	static void stop() {
		recap.close();
	}

	@Test
	void summarizesAPostedConversationWithoutFurtherTraffic() throws Exception {
		String id = id();
		Answer posted = client.post("/chats", talk(id));
		assertThat(posted.status()).isEqualTo(201);
		assertThat(posted.body().path("inserted_count").asInt()).isEqualTo(3);
		JsonNode summary = awaitSummary(id);
		assertThat(summary.path("engine").asString()).isEqualTo("extractive");
		assertThat(summary.path("summary").asString()).isNotBlank();
		JsonNode conversation = client.get("/chats/" + id).body();
		assertThat(conversation.path("total_messages").asInt()).isEqualTo(3);
		List<String> ids = texts(conversation.path("messages"), "message_id");
		for (JsonNode highlight : summary.at("/insights/highlights")) {
			assertThat(ids).containsAll(strings(highlight.path("message_ids")));
		}
	}

	@Test
	void readsWhatWasJustWritten() throws Exception {
		for (int i = 0; i < 50; i++) {
			String id = id();
			client.post("/chats", message(id, "hello " + i));
			Answer read = client.get("/chats/" + id);
			assertThat(read.status()).isEqualTo(200);
			assertThat(read.body().path("messages")).hasSize(1);
		}
	}

	@Test
	void countsAMessageOnceHoweverOftenItIsSent() throws Exception {
		String id = id();
		String position = "";
		for (int i = 0; i < 5; i++) {
			position = client.post("/chats", talk(id)).position();
		}
		JsonNode conversation = client.get("/chats/" + id, position).body();
		assertThat(conversation.path("total_messages").asInt()).isEqualTo(3);
		assertThat(conversation.path("messages")).hasSize(3);
		JsonNode list = client.get("/users/ann-" + id + "/chats").body();
		assertThat(list.path("total_conversations").asInt()).isEqualTo(1);
		assertThat(list.at("/conversations/0/message_count").asInt()).isEqualTo(3);
	}

	@Test
	void showsAUserWhatWasMissedUntilItIsRead() throws Exception {
		String id = id();
		String user = "eve-" + id;
		client.post("/chats", Map.of("conversation_id", id, "user_id", user, "message", "Is the xylophone here?"));
		client.post("/chats", message(id, "Yes @" + user + ", the xylophone arrived"));
		String position = client.post("/chats", message(id, "All xylophones did")).position();
		assertThat(
				texts(client.get("/search?q=xylophone&user_id=" + user, position).body().path("results"), "message_id"))
			.hasSize(3);
		JsonNode digest = client.get("/users/" + user + "/digest").body();
		assertThat(digest.path("total_unread").asInt()).isEqualTo(2);
		assertThat(digest.at("/conversations/0/mentions")).hasSize(1);
		Answer read = client.post("/users/" + user + "/read", Map.of("conversation_id", id));
		assertThat(read.body().path("unread_count").asInt(-1)).isZero();
		assertThat(client.get("/api/messages?room=" + id + "&username=" + user).body().path("unread_count").asInt(-1))
			.isZero();
		assertThat(client.delete("/conversations/" + id).status()).isEqualTo(200);
		assertThat(client.get("/conversations/" + id).status()).isEqualTo(404);
		assertThat(client.get("/search?q=xylophone&user_id=" + user).body().path("total").asInt(-1)).isZero();
		assertThat(client.post("/conversations/" + id + "/restore", Map.of()).status()).isEqualTo(200);
		assertThat(client.get("/conversations/" + id).body().path("message_count").asInt()).isEqualTo(3);
	}

	@Test
	void servesWhatAPlainProducerPublishes() throws Exception {
		String id = id();
		publish(id, "{\"conversation_id\":\"" + id + "\",\"user_id\":\"kcat\",\"content\":\"straight to the topic\"}");
		await().atMost(PATIENCE).until(() -> client.get("/chats/" + id).status() == 200);
		assertThat(client.get("/chats/" + id).body().at("/messages/0/content").asString())
			.isEqualTo("straight to the topic");
	}

	@Test
	void refilesARecordWithTheWrongKey() throws Exception {
		String id = id();
		publish("somebody-else",
				"{\"conversation_id\":\"" + id + "\",\"user_id\":\"u\",\"content\":\"in the wrong place\"}");
		publish(null, "{\"conversation_id\":\"" + id + "\",\"user_id\":\"u\",\"content\":\"in no place\"}");
		await().atMost(PATIENCE).until(() -> client.get("/chats/" + id).body().path("total_messages").asInt(0) == 2);
	}

	@Test
	void putsWhatCannotBeReadAside() throws Exception {
		String broken = "{\"broken\": " + id();
		publish("some-key", broken);
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", recap.bootstrapServers(), "group.id", id(), "auto.offset.reset", "earliest",
						"isolation.level", "read_committed"),
				new StringDeserializer(), new StringDeserializer())) {
			consumer.subscribe(List.of("chat-messages-dlt"));
			List<ConsumerRecord<String, String>> found = new ArrayList<>();
			await().atMost(PATIENCE).until(() -> {
				consumer.poll(Duration.ofMillis(200)).forEach((record) -> {
					if (broken.equals(record.value())) {
						found.add(record);
					}
				});
				return !found.isEmpty();
			});
			assertThat(found.getFirst().key()).isEqualTo("some-key");
			assertThat(found.getFirst().headers().lastHeader("dlt-reason").value()).asString(StandardCharsets.UTF_8)
				.contains("JSON");
		}
	}

	@Test
	void acknowledgesPipelinedFramesInOrder() throws Exception {
		String id = id();
		LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
		WebSocket socket = client.open("/ws/chats?user_id=ws&conversation_id=" + id, frames);
		for (int i = 0; i < 200; i++) {
			String frame = (i == 100) ? "{\"message\": 1"
					: "{\"message\":\"m" + i + "\",\"message_id\":\"m" + i + "\"}";
			socket.sendText(frame, true).join();
		}
		String position = "";
		for (int i = 0; i < 200; i++) {
			JsonNode answer = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(answer).isNotNull();
			assertThat(answer.path("type").asString()).isEqualTo((i == 100) ? "error" : "ack");
			if (i != 100) {
				assertThat(answer.at("/message_ids/0").asString()).isEqualTo("m" + i);
				position = answer.path("position").asString();
			}
		}
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
		assertThat(client.get("/chats/" + id + "?limit=1", position).body().path("total_messages").asInt())
			.isEqualTo(199);
	}

	@Test
	void deletesForGood() throws Exception {
		String id = id();
		client.post("/chats", talk(id));
		awaitSummary(id);
		Answer deleted = client.delete("/chats/" + id);
		assertThat(deleted.status()).isEqualTo(200);
		assertThat(deleted.body().path("status").asString()).isEqualTo("success");
		assertThat(client.get("/chats/" + id).status()).isEqualTo(404);
		String position = client.post("/chats", talk(id)).position();
		Answer late = client.get("/chats/" + id, position);
		assertThat(late.body().path("messages")).isEmpty();
		assertThat(client.get("/chats/" + id + "/summaries").body().path("summaries")).isEmpty();
		assertThat(client.get("/users/ann-" + id + "/chats").body().path("conversations")).isEmpty();
	}

	@Test
	void startsAnewUnderAnErasedId() throws Exception {
		String id = id();
		client.post("/chats", talk(id));
		client.delete("/chats/" + id);
		String position = client.post("/chats", message(id, "a new start")).position();
		JsonNode conversation = client.get("/chats/" + id, position).body();
		assertThat(texts(conversation.path("messages"), "content")).containsExactly("a new start");
		assertThat(conversation.path("total_messages").asInt()).isEqualTo(1);
	}

	@Test
	void summarizesOnDemandAndReusesWhatIsUnchanged() throws Exception {
		String id = id();
		client.post("/chats", talk(id));
		Map<String, Object> request = Map.of("conversation_id", id, "summary_type", "detailed");
		Answer first = client.post("/chats/summarize", request);
		assertThat(first.status()).isEqualTo(200);
		assertThat(first.body().path("summary_type").asString()).isEqualTo("detailed");
		assertThat(first.body().path("message_count").asInt()).isEqualTo(3);
		Answer second = client.post("/chats/summarize", request);
		assertThat(second.body().path("generated_at")).isEqualTo(first.body().path("generated_at"));
		assertThat(client.post("/chats/summarize", Map.of("conversation_id", id())).status()).isEqualTo(404);
	}

	@Test
	void summarizesARoomAndWhatAUserMissed() throws Exception {
		String id = id();
		JsonNode empty = client.post("/api/summarize?username=bob&room=" + id, Map.of()).body();
		assertThat(empty.path("summary").asString()).isEqualTo("No messages yet.");
		assertThat(empty.path("participants")).isEmpty();
		client.post("/chats", talk(id));
		JsonNode missed = client.post("/api/summarize?username=bob&room=" + id, Map.of()).body();
		assertThat(missed.path("total_messages").asInt()).isEqualTo(3);
		assertThat(strings(missed.path("participants"))).containsExactly("ann-" + id);
		assertThat(missed.path("summary").asString()).isNotBlank();
		String nothing = "Nothing new since you were last here.";
		assertThat(missed.path("unread_summary").asString()).isNotBlank().isNotEqualTo(nothing);
		JsonNode own = client.post("/api/summarize?username=ann-" + id + "&room=" + id, Map.of()).body();
		assertThat(own.path("unread_summary").asString()).isEqualTo(nothing);
	}

	@Test
	void keepsWhatIsSaidToAnAssistantWithoutAModel() throws Exception {
		String id = client.post("/session", Map.of()).body().path("sessionId").asString();
		Answer answer = client.post("/chat", Map.of("sessionId", id, "message", "Are you there?"));
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.body().at("/detail/code").asString()).isEqualTo("llm_not_configured");
		JsonNode kept = client.get("/chats/" + id).body();
		assertThat(texts(kept.path("messages"), "content")).containsExactly("Are you there?");
	}

	@Test
	void saysHowToMendABadRequest() throws Exception {
		Answer refused = client.post("/chats", Map.of("message", "no user"));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body().at("/detail/code").asString()).isEqualTo("invalid_request");
		assertThat(refused.body().at("/detail/fields/0/field").asString()).isEqualTo("user_id");
		assertThat(client.get("/nowhere").status()).isEqualTo(404);
	}

	private static JsonNode awaitSummary(String id) {
		return await().atMost(PATIENCE)
			.until(() -> client.get("/chats/" + id + "/summaries").body().at("/summaries/0"),
					(summary) -> !summary.isMissingNode());
	}

	private static Map<String, Object> talk(String id) {
		String ann = "ann-" + id;
		return Map.of("conversation_id", id, "user_id", ann, "messages",
				List.of(Map.of("message_id", "1", "content", "We decided to ship the new search on Friday."),
						Map.of("message_id", "2", "content",
								"I will write the release notes by Thursday and send them to support."),
						Map.of("message_id", "3", "content", "Great, that is a very good plan for the release.")));
	}

	private static Map<String, Object> message(String id, String text) {
		return Map.of("conversation_id", id, "user_id", "bob", "message", text);
	}

	private static void publish(@Nullable String key, String value) throws Exception {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", recap.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			producer.send(new ProducerRecord<>("chat-messages", key, value)).get();
		}
	}

	private static List<String> texts(JsonNode array, String field) {
		List<String> texts = new ArrayList<>();
		array.forEach((each) -> texts.add(each.path(field).asString()));
		return texts;
	}

	private static List<String> strings(JsonNode array) {
		List<String> strings = new ArrayList<>();
		array.forEach((each) -> strings.add(each.asString()));
		return strings;
	}

	private static String id() {
		return "c-" + UUID.randomUUID();
	}

}
