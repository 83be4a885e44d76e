package dev.recap.worker.trim;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.schema.topic.TrimSettings;
import dev.recap.testing.TestBroker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Trimming, on a real broker, as time goes on. */
class TrimmerTests {

	private static final Duration KEEP = Duration.ofHours(24);

	private static final Instant PAST = Instant.parse("2001-01-01T00:00:00Z");

	@TempDir
	private static Path folder;

	private static TestBroker broker;

	private final String suffix = UUID.randomUUID().toString();

	private final TopicPartition messages = new TopicPartition("messages-" + this.suffix, 0);

	private final TopicPartition summaries = new TopicPartition("summaries-" + this.suffix, 0);

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final List<Map<TopicPartition, Long>> readers = new ArrayList<>();

	private Log log;

	@BeforeAll
	static void startBroker() throws Exception {
		broker = TestBroker.start(folder);
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@BeforeEach
	void createTopics() {
		this.log = new Log(Map.of("bootstrap.servers", broker.bootstrapServers()));
		TopicSettings settings = new TopicSettings(1, null, Map.of(Topic.CHAT_MESSAGES, this.messages.topic(),
				Topic.CONVERSATION_SUMMARIES, this.summaries.topic()), null);
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
			TopicCreator.create(admin, settings, Topic.CHAT_MESSAGES, Topic.CONVERSATION_SUMMARIES);
		}
	}

	@AfterEach
	void closeLog() {
		this.log.close();
	}

	@Test
	void keepsWhatIsYoung() {
		publish(this.messages, 5);
		this.readers.add(Map.of(this.messages, 5L));
		trimmer(KEEP.minusMinutes(1)).look();
		assertThat(start()).isZero();
	}

	@Test
	void trimsWhatIsOldAndApplied() {
		publish(this.messages, 5);
		this.readers.add(Map.of(this.messages, 5L));
		trimmer(KEEP.plusMinutes(1)).look();
		assertThat(start()).isEqualTo(5);
		assertThat(this.meters.counter("recap.trim.records").count()).isEqualTo(5);
	}

	@Test
	void keepsWhatOneReaderHasYetToApply() {
		publish(this.messages, 5);
		this.readers.add(Map.of(this.messages, 5L));
		this.readers.add(Map.of(this.messages, 2L));
		trimmer(KEEP.plusMinutes(1)).look();
		assertThat(start()).isEqualTo(2);
		assertThat(read(this.messages)).hasSize(3);
	}

	@Test
	void keepsEverythingWhileAReaderHasNeverBeenThere() {
		publish(this.messages, 5);
		this.readers.add(Map.of(this.messages, 5L));
		this.readers.add(this.log.committed("nobody"));
		trimmer(KEEP.plusMinutes(1)).look();
		assertThat(start()).isZero();
	}

	@Test
	void agesByTheBrokersClockAndNotByAProducers() {
		publish(this.messages, PAST, "from the past");
		publish(this.messages, Instant.now().plus(Duration.ofMinutes(30)), "from the future");
		this.readers.add(Map.of(this.messages, 2L));
		trimmer(KEEP.minusMinutes(1)).look();
		assertThat(start()).isZero();
		trimmer(KEEP.plusMinutes(1)).look();
		assertThat(start()).isEqualTo(2);
	}

	@Test
	void nudgesASilentPartitionOnceAndNobodyReadsIt() {
		publish(this.messages, 3);
		publish(this.summaries, 1);
		this.readers.add(Map.of(this.messages, 3L));
		Trimmer trimmer = trimmer(KEEP.plusMinutes(1));
		trimmer.look();
		await().until(() -> end(this.messages) == 5 && end(this.summaries) == 3);
		trimmer.look();
		publish(this.messages, 1);
		trimmer.look();
		await().until(() -> end(this.messages) == 8);
		assertThat(end(this.summaries)).isEqualTo(3);
		assertThat(read(this.messages)).hasSize(1);
		assertThat(read(this.summaries)).hasSize(1);
	}

	@Test
	void nudgesAgainWhereSomethingCameJustBeforeTheNudge() {
		publish(this.messages, 3);
		List<Runnable> between = new ArrayList<>(List.of(() -> publish(this.messages, 1)));
		Trimmer trimmer = trimmer(KEEP, KEEP.plusMinutes(1), () -> {
			between.forEach(Runnable::run);
			between.clear();
			return List.of(Map.of(this.messages, 3L));
		});
		trimmer.look();
		await().until(() -> end(this.messages) == 6);
		trimmer.look();
		await().until(() -> end(this.messages) == 8);
		trimmer.look();
		assertThat(end(this.messages)).isEqualTo(8);
	}

	@Test
	void leavesAnEmptyTopicAlone() {
		this.readers.add(Map.of());
		trimmer(KEEP.plusDays(1)).look();
		assertThat(end(this.messages)).isZero();
	}

	@Test
	void letsFilesOfTheLogSpanNoMoreThanIsKept() throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
			trimmer(Duration.ofMinutes(5), Duration.ZERO).look();
			ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, this.messages.topic());
			Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
			assertThat(config.get("segment.ms").value()).isEqualTo("300000");
			assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
			assertThat(config.get("retention.ms").value()).isEqualTo("604800000");
		}
	}

	private Trimmer trimmer(Duration later) {
		return trimmer(KEEP, later);
	}

	private Trimmer trimmer(Duration keep, Duration later) {
		return trimmer(keep, later, () -> this.readers);
	}

	private Trimmer trimmer(Duration keep, Duration later, Supplier<List<Map<TopicPartition, Long>>> readers) {
		Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
		Nudge nudge = new Nudge(Map.of("bootstrap.servers", broker.bootstrapServers()), "trim-" + this.suffix);
		return new Trimmer(this.log, nudge, new Trimmer.Topics(this.messages.topic(), List.of(this.summaries.topic())),
				readers, new TrimSettings(keep, null, null, null, null), clock, this.meters);
	}

	private long start() {
		return this.log.starts(List.of(this.messages)).get(this.messages);
	}

	private long end(TopicPartition partition) {
		return this.log.ends(List.of(partition)).get(partition);
	}

	private static void publish(TopicPartition partition, int count) {
		for (int i = 0; i < count; i++) {
			publish(partition, null, "message " + i);
		}
	}

	private static void publish(TopicPartition partition, @Nullable Instant at, String value) {
		try (Producer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			Long timestamp = (at != null) ? at.toEpochMilli() : null;
			producer.send(new ProducerRecord<>(partition.topic(), 0, timestamp, "c", value));
		}
	}

	private static List<ConsumerRecord<String, String>> read(TopicPartition partition) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("bootstrap.servers", broker.bootstrapServers());
		properties.put("isolation.level", "read_committed");
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, new StringDeserializer(),
				new StringDeserializer())) {
			consumer.assign(List.of(partition));
			consumer.seekToBeginning(List.of(partition));
			long end = consumer.endOffsets(List.of(partition)).get(partition);
			List<ConsumerRecord<String, String>> all = new ArrayList<>();
			while (consumer.position(partition) < end) {
				consumer.poll(Duration.ofMillis(100)).forEach(all::add);
			}
			return all;
		}
	}

}
