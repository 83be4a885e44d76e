package dev.recap.standalone.deadletters;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.recap.schema.topic.DeadLetter;
import dev.recap.standalone.kafka.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The command, against a broker. */
class DeadLettersTests {

	private static final byte[] NOT_TEXT = { '{', (byte) 0xff, (byte) 0xfe };

	@TempDir
	private static Path folder;

	private static EmbeddedKafka kafka;

	private final String source = "source-" + UUID.randomUUID();

	private final String letters = "letters-" + UUID.randomUUID();

	@BeforeAll
	static void startBroker() {
		kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
	}

	@AfterAll
	static void stopBroker() {
		kafka.close();
	}

	@BeforeEach
	void createTopics() throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
			admin
				.createTopics(
						List.of(new NewTopic(this.source, 1, (short) 1), new NewTopic(this.letters, 1, (short) 1)))
				.all()
				.get();
		}
	}

	@Test
	void listsAndShowsWhatIsThere() throws Exception {
		letter("ann", NOT_TEXT, 7);
		letter("ben", "{}".getBytes(StandardCharsets.UTF_8), 8);
		assertThat(run("list")).contains("0:0", this.source + "-0:7", "The value is not JSON")
			.endsWith("2 dead letters, 2 of them not republished\n");
		assertThat(run("show", "0:0")).contains("dlt-reason: The value is not JSON", "trace: t", "key: ann",
				"value: 0x7bfffe");
		assertThat(run("show", "0:1")).contains("value: {}");
	}

	@Test
	void publishesTheSameBytesUnderTheSameKeyOnce() throws Exception {
		letter("ann", NOT_TEXT, 7);
		// Another gateway's copy of the same.
		letter("ann", NOT_TEXT, 7);
		assertThat(run("republish", "--all")).endsWith("1 republished\n");
		assertThat(run("republish", "--all")).contains("was republished before").endsWith("0 republished\n");
		assertThat(run("list")).contains("[republished]").endsWith("2 dead letters, 0 of them not republished\n");
		ConsumerRecord<byte[], byte[]> again = records(this.source).getFirst();
		assertThat(records(this.source)).hasSize(1);
		assertThat(again.key()).isEqualTo("ann".getBytes(StandardCharsets.UTF_8));
		assertThat(again.value()).isEqualTo(NOT_TEXT);
		assertThat(again.headers().toArray()).extracting(Header::key).containsExactly("trace");
	}

	@Test
	void publishesWhatWasMended() throws Exception {
		letter("ann", NOT_TEXT, 7);
		letter("ann", NOT_TEXT, 8);
		Path mended = Files.writeString(folder.resolve("mended.json"), "{\"content\":\"hello\"}");
		assertThat(run("republish", "0:1", "--value=" + mended)).endsWith("1 republished\n");
		assertThat(records(this.source)).singleElement()
			.satisfies((record) -> assertThat(record.value())
				.isEqualTo("{\"content\":\"hello\"}".getBytes(StandardCharsets.UTF_8)));
		assertThat(run("list")).endsWith("2 dead letters, 1 of them not republished\n");
	}

	@Test
	void refusesWhatItCannotPublish() throws Exception {
		letter(null, null, 7);
		publish(new ProducerRecord<>(this.letters, NOT_TEXT));
		assertThat(run("republish", "--all")).contains("0:0 has no bytes", "0:1 does not say where it came from")
			.endsWith("0 republished\n");
		assertThat(run("republish", "0:1", "--to=" + this.source)).endsWith("1 republished\n");
		assertThat(run("show", "0:99")).isEqualTo("There is no dead letter 0:99\n");
		assertThat(run("republish")).startsWith("Usage:");
		assertThat(run("bury")).startsWith("Usage:");
	}

	private void letter(@Nullable String key, byte @Nullable [] value, long offset) throws Exception {
		RecordHeaders headers = new RecordHeaders();
		headers.add("trace", "t".getBytes(StandardCharsets.UTF_8));
		publish(DeadLetter
			.of((key != null) ? key.getBytes(StandardCharsets.UTF_8) : null, value, headers, "The value is not JSON",
					this.source, 0, offset)
			.to(this.letters));
	}

	private static void publish(ProducerRecord<byte[], byte[]> record) throws Exception {
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers()), new ByteArraySerializer(),
				new ByteArraySerializer())) {
			producer.send(record).get();
		}
	}

	private String run(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--bootstrap-servers=" + kafka.bootstrapServers());
		all.add("--topic=" + this.letters);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		DeadLetters.run(all.toArray(String[]::new), new PrintStream(out, true, StandardCharsets.UTF_8));
		return out.toString(StandardCharsets.UTF_8);
	}

	private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
		TopicPartition partition = new TopicPartition(topic, 0);
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			consumer.assign(List.of(partition));
			consumer.seekToBeginning(List.of(partition));
			long end = consumer.endOffsets(List.of(partition)).get(partition);
			List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
			while (consumer.position(partition) < end) {
				consumer.poll(Duration.ofMillis(100)).forEach(all::add);
			}
			return all;
		}
	}

}
