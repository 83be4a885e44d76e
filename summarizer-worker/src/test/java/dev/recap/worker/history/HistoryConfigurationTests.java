package dev.recap.worker.history;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.topic.RecordHeaders;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.testing.TestBroker;
import dev.recap.worker.WorkerApplication;
import dev.recap.worker.share.DeadLetterProducer;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HistoryConfigurationTests {

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	@Test
	void archivesInAWorkerOfItsOwn(@TempDir Path folder) throws Exception {
		try (TestBroker broker = TestBroker.start(folder); ConfigurableApplicationContext worker = worker(broker)) {
			publish(broker, "c", "{\"user_id\":\"ann\",\"content\":\"hello\"}");
			MongoDatabase database = worker.getBean(MongoDatabase.class);
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(database.getCollection("messages").countDocuments()).isEqualTo(1));
			await().untilAsserted(() -> assertThat(
					worker.getBean("archiverHealthIndicator", HealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UP));
			assertThat(worker.getBean(MeterRegistry.class).get("recap.history.lag").gauge().value()).isZero();
		}
	}

	@Test
	void aKilledArchiverHoldsUpTheOthersForTenSeconds() {
		HistorySettings settings = new Binder(List.of()).bindOrCreate("recap.history", HistorySettings.class);
		assertThat(HistoryConfiguration.consumerProperties(new KafkaProperties(), settings))
			.containsEntry("session.timeout.ms", 10_000)
			.containsEntry("heartbeat.interval.ms", 2_500);
	}

	@Test
	void seesNewPartitionsSoon() {
		HistorySettings settings = new Binder(List.of()).bindOrCreate("recap.history", HistorySettings.class);
		assertThat(HistoryConfiguration.consumerProperties(new KafkaProperties(), settings))
			.containsEntry("metadata.max.age.ms", 10_000);
	}

	@Test
	void aRecordSetAsideLiesInTheDeadLetterTopicAsItCame(@TempDir Path folder) throws Exception {
		byte[] value = new byte[4 * 1024 * 1024];
		ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("chat-messages", 3, 7L,
				"c".getBytes(StandardCharsets.UTF_8), value);
		record.headers().add("trace", "t".getBytes(StandardCharsets.UTF_8));
		KafkaProperties kafka = new KafkaProperties();
		try (TestBroker broker = TestBroker.start(folder);
				Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
			kafka.setBootstrapServers(List.of(broker.bootstrapServers()));
			TopicCreator.create(admin, TopicSettings.defaults(), Topic.CHAT_MESSAGES_DLT);
			new DeadLetterProducer(kafka.buildProducerProperties(),
					TopicSettings.defaults().name(Topic.CHAT_MESSAGES_DLT))
				.publish(record, "It cannot be stored: too large");
			ConsumerRecord<byte[], byte[]> deadLetter = deadLetter(broker);
			assertThat(deadLetter.key()).isEqualTo(record.key());
			assertThat(deadLetter.value()).isEqualTo(value);
			assertThat(header(deadLetter.headers(), "trace")).isEqualTo("t");
			assertThat(header(deadLetter.headers(), RecordHeaders.REASON)).isEqualTo("It cannot be stored: too large");
			assertThat(header(deadLetter.headers(), RecordHeaders.SOURCE_PARTITION)).isEqualTo("3");
			assertThat(header(deadLetter.headers(), RecordHeaders.SOURCE_OFFSET)).isEqualTo("7");
		}
	}

	private static ConfigurableApplicationContext worker(TestBroker broker) {
		return new SpringApplicationBuilder(WorkerApplication.class).web(WebApplicationType.NONE)
			.properties(Map.of("spring.config.name", "summarizer-worker", "recap.worker.roles", "history",
					"recap.topics.partitions", "1"))
			.run("--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
					"--spring.mongodb.uri=" + mongo.uri() + "/recap");
	}

	private static void publish(TestBroker broker, String key, String value) throws Exception {
		try (Producer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			producer.send(new ProducerRecord<>("chat-messages", key, value)).get();
		}
	}

	private static ConsumerRecord<byte[], byte[]> deadLetter(TestBroker broker) {
		try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
				broker.bootstrapServers(), "group.id", "test", "auto.offset.reset", "earliest"),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			consumer.subscribe(List.of("chat-messages-dlt"));
			return await().atMost(Duration.ofSeconds(30))
				.until(() -> consumer.poll(Duration.ofMillis(200)), (records) -> !records.isEmpty())
				.iterator()
				.next();
		}
	}

	private static String header(Headers headers, String name) {
		return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
	}

}
