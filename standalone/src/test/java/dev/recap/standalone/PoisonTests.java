package dev.recap.standalone;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import dev.recap.schema.topic.RecordHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whatever is published to whatever topic, nothing stops and nothing is lost. */
@ExtendWith(OutputCaptureExtension.class)
class PoisonTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	@TempDir
	static Path folder;

	private static Standalone recap;

	private static Client client;

	private static Map<String, ConsumerRecord<byte[], byte[]>> deadLetters;

	private static KafkaConsumer<byte[], byte[]> deadLetterReader;

	@BeforeAll
	static void start() {
		recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder, "--recap.window.idle=1s");
		client = new Client(recap.port());
		deadLetters = new HashMap<>();
		deadLetterReader = new KafkaConsumer<>(
				Map.of("bootstrap.servers", recap.bootstrapServers(), "isolation.level", "read_committed",
						"max.partition.fetch.bytes", 16 * 1024 * 1024),
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
		List<TopicPartition> partitions = deadLetterReader.partitionsFor("chat-messages-dlt")
			.stream()
			.map((each) -> new TopicPartition(each.topic(), each.partition()))
			.toList();
		deadLetterReader.assign(partitions);
		deadLetterReader.seekToBeginning(partitions);
	}

	@AfterAll
	static void stop() {
		deadLetterReader.close();
		recap.close();
	}

	@Test
	void eachRecordOfTheLogIsServedOrSetAside(CapturedOutput output) throws Exception {
		Map<Poison, String> positions = publish("chat-messages");
		for (Poison poison : Poison.all()) {
			String position = positions.get(poison);
			switch (poison.inMessages()) {
				case DEAD -> awaitDeadLetter(poison, position);
				case SERVED -> await().alias(poison.name())
					.atMost(PATIENCE)
					.until(() -> client.get("/chats/" + encoded(poison.conversation()))
						.body()
						.path("total_messages")
						.asInt(0) == 1);
				case SKIPPED -> assertThat(position).as(poison.name()).isNotNull();
				case REFUSED -> assertThat(position).as(poison.name()).isNull();
			}
		}
		everythingWorks();
		poll();
		for (Poison poison : Poison.all()) {
			if (poison.inMessages() != Poison.Fate.DEAD && positions.containsKey(poison)) {
				assertThat(deadLetters).as(poison.name()).doesNotContainKey(positions.get(poison));
			}
		}
		assertThat(output).doesNotContain("cut o", "ten mebibytes");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "summary-requests", "conversation-summaries", "reply-requests", "reply-chunks", "presence" })
	void noRecordStopsAnyOtherTopic(String topic) throws Exception {
		Map<Poison, String> positions = publish(topic);
		for (Poison poison : Poison.all()) {
			if (poison.deadIn(topic) && positions.containsKey(poison)) {
				awaitDeadLetter(poison, positions.get(poison));
			}
		}
		everythingWorks();
	}

	@Test
	void whatIsPublishedToTheDeadLetterTopicItselfStaysThere() throws Exception {
		assertThat(publish("chat-messages-dlt")).isNotEmpty();
		everythingWorks();
	}

	/** Where each that the broker took lies. */
	private static Map<Poison, String> publish(String topic) throws Exception {
		Map<Poison, String> positions = new HashMap<>();
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", recap.bootstrapServers(), "max.request.size", 64 * 1024 * 1024,
						"compression.type", "gzip", "linger.ms", 0, "batch.size", 0),
				new ByteArraySerializer(), new ByteArraySerializer())) {
			for (Poison poison : Poison.all()) {
				try {
					RecordMetadata at = producer.send(poison.to(topic)).get();
					positions.put(poison, position(at.topic(), at.partition(), at.offset()));
				}
				catch (ExecutionException ex) {
					assertThat(ex.getCause()).as(poison.name())
						.isInstanceOfAny(org.apache.kafka.common.errors.RecordTooLargeException.class,
								org.apache.kafka.common.InvalidRecordException.class);
				}
			}
		}
		return positions;
	}

	private static void awaitDeadLetter(Poison poison, String position) {
		await().alias(poison.name()).atMost(PATIENCE).until(() -> {
			poll();
			return deadLetters.containsKey(position);
		});
		ConsumerRecord<byte[], byte[]> letter = deadLetters.get(position);
		assertThat(header(letter, RecordHeaders.REASON)).as(poison.name()).isNotBlank();
		if (!header(letter, RecordHeaders.REASON).contains("too large to copy")) {
			assertThat(letter.key()).as(poison.name()).isEqualTo(poison.key());
			assertThat(letter.value()).as(poison.name()).isEqualTo(poison.value());
		}
	}

	private static void poll() {
		deadLetterReader.poll(Duration.ofMillis(100)).forEach((letter) -> {
			if (letter.headers().lastHeader(RecordHeaders.SOURCE_TOPIC) != null) {
				deadLetters.put(position(header(letter, RecordHeaders.SOURCE_TOPIC),
						Integer.parseInt(header(letter, RecordHeaders.SOURCE_PARTITION)),
						Long.parseLong(header(letter, RecordHeaders.SOURCE_OFFSET))), letter);
			}
		});
	}

	/** A conversation in every partition, or nearly, is kept, windowed and summarized. */
	private static void everythingWorks() throws Exception {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 24; i++) {
			String id = "fine-" + UUID.randomUUID();
			ids.add(id);
			assertThat(
					client.post("/chats",
							Map.of("conversation_id", id, "user_id", "ann", "message",
									"We decided to ship on Friday. I will write the release notes."))
						.status())
				.isEqualTo(201);
		}
		for (String id : ids) {
			await().atMost(PATIENCE)
				.until(() -> !client.get("/chats/" + id + "/summaries").body().path("summaries").isEmpty());
		}
		assertThat(client.post("/chats/summarize", Map.of("conversation_id", ids.getFirst())).status()).isEqualTo(200);
		assertThat(client.get("/health").status()).isEqualTo(200);
	}

	private static String position(String topic, int partition, long offset) {
		return topic + "-" + partition + ":" + offset;
	}

	private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
		return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
	}

	private static String encoded(String id) {
		return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
