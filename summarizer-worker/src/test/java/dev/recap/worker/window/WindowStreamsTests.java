package dev.recap.worker.window;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.testing.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The Streams app against a real broker. */
class WindowStreamsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private static Path folder;

	private static TestBroker broker;

	@BeforeAll
	static void startBroker() throws Exception {
		broker = TestBroker.start(folder.resolve("broker"));
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Test
	void goesOnWithItsStateWhenItIsStartedAgain() {
		try (Kafka kafka = new Kafka("again")) {
			WindowStreams streams = kafka.streams(Map.of("idle", "3s", "first-count", "4"));
			WindowHealthIndicator health = new WindowHealthIndicator(streams);
			assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			streams.start();
			await().atMost(PATIENCE).until(health::health, (found) -> found.getStatus().equals(Status.UP));
			kafka.say("c", 3);
			await().atMost(PATIENCE).until(() -> kafka.isApplied(3));
			streams.stop();
			assertThat(health.health()).extracting(Health::getStatus).isEqualTo(Status.OUT_OF_SERVICE);
			streams.start();
			kafka.say("c", 1);
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(kafka.requests()).hasSize(1));
			assertThat(kafka.requests().getFirst().messages()).isEqualTo(4);
			streams.stop();
		}
	}

	/** To read what a closing store measures ends the process. */
	@Test
	void measuresNothingInsideTheStores() {
		try (Kafka kafka = new Kafka("measured"); KafkaStreams streams = kafka.bare(Map.of("idle", "3s"))) {
			streams.start();
			await().atMost(PATIENCE).until(streams::state, State.RUNNING::equals);
			kafka.say("c", 1);
			await().atMost(PATIENCE).until(() -> kafka.isApplied(1));
			assertThat(streams.metrics().keySet()).extracting(MetricName::group)
				.contains("stream-task-metrics", "stream-thread-metrics")
				.doesNotContain("stream-state-metrics");
		}
	}

	@Test
	void restoresItsStateWhenTheLocalDirectoryIsLost() throws Exception {
		try (Kafka kafka = new Kafka("lost")) {
			WindowStreams streams = kafka.streams(Map.of("idle", "10m", "first-count", "4"));
			streams.start();
			kafka.say("c", 3);
			await().atMost(PATIENCE).until(() -> kafka.isApplied(3));
			streams.stop();
			assertThat(FileSystemUtils.deleteRecursively(folder.resolve("lost"))).isTrue();
			streams.start();
			kafka.say("c", 1);
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(kafka.requests()).hasSize(1));
			assertThat(kafka.requests().getFirst().messages()).isEqualTo(4);
			streams.stop();
		}
	}

	@Test
	void losesNoWindowWhenOneOfTwoInstancesIsKilled() throws Exception {
		Map<String, String> settings = Map.of("idle", "10m", "first-count", "4", "standby-replicas", "1",
				"session-timeout", "6s");
		try (Kafka kafka = new Kafka("killed"); WindowProcess other = kafka.process(settings)) {
			WindowStreams streams = kafka.streams(settings);
			streams.start();
			await().atMost(PATIENCE).until(() -> kafka.busyMembers() == 2);
			Set<String> said = new HashSet<>();
			for (int i = 0; i < 20; i++) {
				kafka.say("c" + i, 3);
				said.add("c" + i);
			}
			await().atMost(PATIENCE).until(() -> kafka.isApplied(60));
			other.kill();
			said.forEach((conversation) -> kafka.say(conversation, 1));
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(kafka.requests()).hasSize(20));
			assertThat(kafka.requests()).extracting(SummaryRequest::conversationId)
				.containsExactlyInAnyOrderElementsOf(said);
			assertThat(kafka.requests()).extracting(SummaryRequest::messages).containsOnly(4);
			streams.stop();
		}
	}

	@Test
	void losesNothingWhenTheLogGetsMorePartitions() {
		try (Kafka kafka = new Kafka("grow")) {
			WindowStreams streams = kafka.streams(Map.of("idle", "2s"));
			streams.start();
			Set<String> said = new HashSet<>();
			for (int i = 0; i < 20; i++) {
				kafka.say("before" + i, 2);
				said.add("before" + i);
			}
			await().atMost(PATIENCE).until(() -> kafka.isApplied(40));
			kafka.grow(5);
			await().atMost(PATIENCE).until(() -> kafka.partitionsSeenByProducer() == 5);
			for (int i = 0; i < 20; i++) {
				kafka.say("after" + i, 2);
				said.add("after" + i);
			}
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(kafka.requests()).extracting(SummaryRequest::conversationId)
					.containsAll(said));
			assertThat(kafka.requests()).extracting(SummaryRequest::requestId).doesNotHaveDuplicates();
			assertThat(kafka.requests().stream().mapToInt(SummaryRequest::messages).sum()).isEqualTo(80);
			assertThat(kafka.requests()).anySatisfy((request) -> {
				assertThat(request.last()).isNotNull();
				assertThat(request.last().partition()).isGreaterThan(1);
			});
			streams.stop();
		}
	}

	@Test
	void startsAfterTheLogHasGrownWhileItWasAway() {
		try (Kafka kafka = new Kafka("away")) {
			WindowStreams streams = kafka.streams(Map.of("idle", "2s"));
			streams.start();
			kafka.say("c", 1);
			await().atMost(PATIENCE).until(() -> kafka.isApplied(1));
			streams.stop();
			kafka.grow(4);
			streams.start();
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(kafka.requests()).extracting(SummaryRequest::conversationId)
					.containsExactly("c"));
			streams.stop();
		}
	}

	@Test
	void runsWithTheApplicationAndReportsItsHealth() {
		try (Kafka kafka = new Kafka("boot")) {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
				.withUserConfiguration(WindowConfiguration.class)
				.withBean("topics", TopicSettings.class, () -> kafka.topics)
				.withBean(Clock.class, Clock::systemUTC)
				.withPropertyValues("spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
						"recap.worker.roles=window", "recap.window.application-id=boot-windows",
						"recap.window.idle=500ms", "recap.window.state-dir=" + folder.resolve("boot"))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					kafka.say("c", 2);
					await().atMost(PATIENCE).untilAsserted(() -> assertThat(kafka.requests()).hasSize(1));
					assertThat(context.getBean(WindowHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
				});
		}
	}

	@Test
	void isAbsentWhereAnotherRoleRuns() {
		new ApplicationContextRunner().withUserConfiguration(WindowConfiguration.class)
			.withPropertyValues("recap.worker.roles=history")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WindowStreams.class));
	}

	/** Topics of one test, and clients for them. */
	private static final class Kafka implements AutoCloseable {

		private final String name;

		private final TopicSettings topics;

		private final Admin admin;

		private final KafkaProducer<byte[], byte[]> producer;

		private final KafkaConsumer<byte[], byte[]> consumer;

		private final List<SummaryRequest> requests = new ArrayList<>();

		Kafka(String name) {
			Map<String, Object> common = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
			this.name = name;
			this.topics = WindowProcess.topics(name);
			this.admin = Admin.create(common);
			TopicCreator.create(this.admin, this.topics, Topic.CHAT_MESSAGES, Topic.CHAT_MESSAGES_DLT,
					Topic.SUMMARY_REQUESTS);
			this.producer = new KafkaProducer<>(
					Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
							ProducerConfig.METADATA_MAX_AGE_CONFIG, 500),
					new ByteArraySerializer(), new ByteArraySerializer());
			this.consumer = new KafkaConsumer<>(
					Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
							ConsumerConfig.GROUP_ID_CONFIG, name + "-test", ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
							"earliest", ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
					new ByteArrayDeserializer(), new ByteArrayDeserializer());
			this.consumer.subscribe(List.of(this.topics.name(Topic.SUMMARY_REQUESTS)));
		}

		WindowStreams streams(Map<String, String> settings) {
			return WindowProcess.streams(broker.bootstrapServers(), this.topics, named(settings, this.name));
		}

		KafkaStreams bare(Map<String, String> settings) {
			return WindowProcess.bare(broker.bootstrapServers(), this.topics, named(settings, this.name));
		}

		WindowProcess process(Map<String, String> settings) throws IOException {
			return WindowProcess.start(broker.bootstrapServers(), this.name, named(settings, this.name + "-process"));
		}

		private Map<String, String> named(Map<String, String> settings, String directory) {
			Map<String, String> all = new HashMap<>(settings);
			all.put("application-id", this.name + "-windows");
			all.put("state-dir", folder.resolve(directory).toString());
			return all;
		}

		/** How many members of the group have partitions to read. */
		long busyMembers() throws Exception {
			String group = this.name + "-windows";
			return this.admin.describeConsumerGroups(List.of(group))
				.all()
				.get()
				.get(group)
				.members()
				.stream()
				.filter((member) -> !member.assignment().topicPartitions().isEmpty())
				.count();
		}

		void say(String conversation, int times) {
			for (int i = 0; i < times; i++) {
				String value = "{\"user_id\":\"ann\",\"content\":\"Hi\"}";
				this.producer.send(new ProducerRecord<>(this.topics.name(Topic.CHAT_MESSAGES),
						conversation.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
			}
			this.producer.flush();
		}

		void grow(int partitions) {
			try {
				this.admin
					.createPartitions(
							Map.of(this.topics.name(Topic.CHAT_MESSAGES), NewPartitions.increaseTo(partitions)))
					.all()
					.get();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		int partitionsSeenByProducer() {
			return this.producer.partitionsFor(this.topics.name(Topic.CHAT_MESSAGES)).size();
		}

		/** Whether so many messages were read in committed transactions. */
		boolean isApplied(long messages) throws Exception {
			return this.admin.listConsumerGroupOffsets(this.name + "-windows")
				.partitionsToOffsetAndMetadata()
				.get()
				.values()
				.stream()
				.flatMap((offset) -> Optional.ofNullable(offset).stream())
				.mapToLong((offset) -> offset.offset())
				.sum() == messages;
		}

		List<SummaryRequest> requests() {
			this.consumer.poll(Duration.ofMillis(200))
				.forEach((record) -> this.requests.add(Json.mapper().readValue(record.value(), SummaryRequest.class)));
			return this.requests;
		}

		@Override
		public void close() {
			this.consumer.close();
			this.producer.close();
			this.admin.close();
		}

	}

}
