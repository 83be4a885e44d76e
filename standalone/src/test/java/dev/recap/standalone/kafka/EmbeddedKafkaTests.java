package dev.recap.standalone.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class EmbeddedKafkaTests extends KafkaContractTests {

	@TempDir
	static Path folder;

	private static EmbeddedKafka kafka;

	@BeforeAll
	static void start() {
		kafka = EmbeddedKafka.start(folder.resolve("shared"), 0);
	}

	@AfterAll
	static void stop() {
		kafka.close();
	}

	@Override
	String bootstrapServers() {
		return kafka.bootstrapServers();
	}

	@Test
	void hasItsRecordsAfterARestart(@TempDir Path own) throws Exception {
		TopicSettings settings = new TopicSettings(1, null, null, null);
		try (EmbeddedKafka first = EmbeddedKafka.start(own, 0);
				Admin admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()))) {
			TopicCreator.create(admin, settings, Topic.CHAT_MESSAGES);
			assertThat(send(first, "a")).isZero();
		}
		try (EmbeddedKafka second = EmbeddedKafka.start(own, 0)) {
			assertThat(send(second, "b")).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endsATransactionThatItsCoordinatorDoesNotKnow(boolean knowsNone, @TempDir Path own) throws Exception {
		Path data = own.resolve("data");
		try (EmbeddedKafka first = EmbeddedKafka.start(data, 0);
				Admin admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()))) {
			TopicCreator.create(admin, new TopicSettings(1, null, null, null), Topic.CHAT_MESSAGES);
			send(first, "before");
			KafkaProducer<String, String> producer = begin(first, "aborted");
			if (knowsNone) {
				producer.abortTransaction();
			}
			producer.close(Duration.ZERO);
		}
		FileSystemUtils.copyRecursively(data, own.resolve("before"));
		try (EmbeddedKafka second = EmbeddedKafka.start(data, 0)) {
			begin(second, "open").close(Duration.ZERO);
		}
		for (int partition = 0; partition < 4; partition++) {
			Path coordinator = data.resolve("__transaction_state-" + partition);
			FileSystemUtils.deleteRecursively(coordinator);
			FileSystemUtils.copyRecursively(own.resolve("before").resolve(coordinator.getFileName()), coordinator);
		}
		try (EmbeddedKafka third = EmbeddedKafka.start(data, 0)) {
			send(third, "after");
			assertThat(committed(third, 2)).containsExactly("before", "after");
		}
	}

	/** Sends in a transaction that stays open. */
	private static KafkaProducer<String, String> begin(EmbeddedKafka kafka, String value) throws Exception {
		KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "windows"),
				new StringSerializer(), new StringSerializer());
		producer.initTransactions();
		producer.beginTransaction();
		producer.send(new ProducerRecord<>("chat-messages", "k", value)).get();
		return producer;
	}

	private static List<String> committed(EmbeddedKafka kafka, int count) {
		List<String> values = new ArrayList<>();
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
				kafka.bootstrapServers(), "isolation.level", "read_committed", "auto.offset.reset", "earliest"),
				new StringDeserializer(), new StringDeserializer())) {
			consumer.assign(List.of(new TopicPartition("chat-messages", 0)));
			await().atMost(Duration.ofSeconds(60)).until(() -> {
				consumer.poll(Duration.ofMillis(200)).forEach((record) -> values.add(record.value()));
				return values.size() >= count;
			});
		}
		return values;
	}

	@Test
	void saysThatItsPortIsTaken(@TempDir Path own) {
		int port = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);
		assertThatThrownBy(() -> EmbeddedKafka.start(own, port)).isInstanceOf(IllegalStateException.class)
			.hasMessage("Port " + port + " (Kafka) is taken");
	}

	private static long send(EmbeddedKafka kafka, String value) throws Exception {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			return producer.send(new ProducerRecord<>("chat-messages", "k", value)).get().offset();
		}
	}

}
