package dev.recap.worker.summary;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.event.Role;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.Trigger;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.RecordHeaders;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.testing.TestBroker;
import dev.recap.worker.ledger.Ledger;
import dev.recap.worker.share.ShareWorkers;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SummaryRequestsTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration LOCK = Duration.ofSeconds(2);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	static Path folder;

	private static TestBroker broker;

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private static int number;

	private final CountingEngine engine = new CountingEngine("extractive");

	private final MongoDatabase database = mongo.database();

	private KafkaProducer<byte[], byte[]> producer;

	private ShareWorkers workers;

	private Tombstones tombstones;

	private SummaryPublisher publisher;

	private String conversation;

	private TopicSettings topics;

	@BeforeAll
	static void startServers() throws Exception {
		broker = TestBroker.start(folder, Map.of("group.share.min.record.lock.duration.ms", "1000",
				"group.share.record.lock.duration.ms", String.valueOf(LOCK.toMillis())));
	}

	@AfterAll
	static void stopServers() {
		broker.close();
	}

	@BeforeEach
	void start() {
		number++;
		this.conversation = "c" + number;
		this.topics = topics();
		try (Admin admin = Admin.create(properties())) {
			TopicCreator.create(admin, this.topics, Topic.values());
		}
		Map<String, Object> properties = properties();
		properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
		this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
		Patience patience = new Patience(Duration.ofMillis(5), Duration.ofMillis(100));
		SummaryStore store = new SummaryStore(this.database, patience, Clock.systemUTC());
		this.publisher = new SummaryPublisher(
				new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
				this.topics.name(Topic.CONVERSATION_SUMMARIES), this.topics.name(Topic.CHAT_MESSAGES_DLT), patience);
		SummarySettings settings = new SummarySettings(SummarySettings.Choice.AUTO, "summarizer-" + number,
				"tombstones-" + number, 2, 4, 1000, 100_000, Duration.ofSeconds(1));
		Engines engines = new Engines(new SummaryEngines(this.engine, null), settings.engine());
		Summarizer summarizer = new Summarizer(store, this.publisher, engines, settings,
				new SummaryMetrics(new SimpleMeterRegistry()), Clock.systemUTC(), new Ledger(this.database, (event) -> {
				}));
		this.workers = new ShareWorkers(settings.groupId(), this.topics.name(Topic.SUMMARY_REQUESTS), properties(),
				properties(), settings.members(), settings.atOnce(),
				new RequestHandler(summarizer, this.publisher, new SimpleMeterRegistry(), (position) -> true),
				this.publisher::setAside);
		this.tombstones = new Tombstones(properties(), settings.tombstoneGroupId(),
				this.topics.name(Topic.CHAT_MESSAGES), store, summarizer);
		this.workers.start();
		await().atMost(PATIENCE).until(this.workers::warm);
	}

	@AfterEach
	void stop() {
		this.workers.stop();
		this.tombstones.stop();
		this.publisher.close();
		this.producer.close();
	}

	@Test
	void servesARequestFromTheTopic() throws Exception {
		store();
		progress(5);
		SummaryRequest request = window();
		request(Json.bytes(request));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(published()).hasSize(1));
		assertThat(event(published().getFirst())).isInstanceOfSatisfying(SummaryUpdated.class, (updated) -> {
			assertThat(updated.requestId()).isEqualTo(request.requestId());
			assertThat(updated.summary().summary()).isEqualTo("window of 0..4");
		});
		assertThat(published().getFirst().headers().lastHeader(RecordHeaders.SCHEMA_VERSION)).isNotNull();
	}

	@Test
	void holdsARequestLongerThanItsLockWithoutUsingUpDeliveries() throws Exception {
		store();
		request(Json.bytes(window()));
		await().during(LOCK.multipliedBy(6)).atMost(PATIENCE).until(() -> published().isEmpty());
		progress(5);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(published()).hasSize(1));
		assertThat(this.engine.calls).hasValue(1);
		assertThat(setAside()).isEmpty();
	}

	@Test
	void holdsNothingBackInPartitionsOfOtherMembers() throws Exception {
		awaitAPartitionForEachMember();
		store();
		request(0, Json.bytes(window()));
		this.conversation = this.conversation + "-other";
		store();
		SummaryRequest other = SummaryRequest.window(this.conversation, Trigger.IDLE, new Position(1, 0),
				new Position(1, 4), START.toEpochMilli(), START, START, 5, START);
		this.database.getCollection(MessageDocument.COLLECTION)
			.updateMany(new Document("conversation_id", this.conversation),
					new Document("$set", new Document("partition", 1)));
		this.database.getCollection(ProgressDocument.COLLECTION).insertOne(new Document("_id", 1).append("next", 9L));
		request(1, Json.bytes(other));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(published()).hasSize(1));
	}

	/** The first member has all of them until the second is heard of. */
	private void awaitAPartitionForEachMember() {
		String group = "summarizer-" + number;
		try (Admin admin = Admin.create(properties())) {
			await().atMost(PATIENCE)
				.until(() -> admin.describeShareGroups(List.of(group))
					.all()
					.get()
					.get(group)
					.members()
					.stream()
					.map((member) -> member.assignment().topicPartitions().size())
					.toList(), List.of(1, 1)::equals);
		}
	}

	@Test
	void setsAsideWhatCannotBeRead() throws Exception {
		request("{\"half\":".getBytes(StandardCharsets.UTF_8));
		request("{\"request_id\":\"r\",\"conversation_id\":\"c\"}".getBytes(StandardCharsets.UTF_8));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(setAside()).hasSize(2));
		assertThat(setAside()).allSatisfy((record) -> {
			assertThat(text(record, RecordHeaders.REASON)).contains("The request");
			assertThat(text(record, RecordHeaders.SOURCE_TOPIC)).isEqualTo(this.topics.name(Topic.SUMMARY_REQUESTS));
		});
	}

	@Test
	void saysOfWhatCannotBeServedThatItFailed() throws Exception {
		store();
		progress(5);
		this.engine.down = true;
		request(Json.bytes(window()));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(setAside()).hasSize(1));
		assertThat(text(setAside().getFirst(), RecordHeaders.REASON)).contains("down");
	}

	@Test
	void retractsTheSummaryOfAnErasedConversationOnceThatIsArchived() throws Exception {
		store();
		this.tombstones.start();
		ConversationDeleted deleted = new ConversationDeleted(this.conversation, START, true, null);
		Position at = send(Topic.CHAT_MESSAGES, ChatEventWriter.value(deleted));
		await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> published().isEmpty());
		this.database.getCollection(ProgressDocument.COLLECTION)
			.insertOne(new Document("_id", at.partition()).append("next", at.offset() + 1));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(published()).hasSize(1));
		assertThat(published().getFirst().value()).isNull();
	}

	/** Each test has its own topics: a new group would take up what others left. */
	private static TopicSettings topics() {
		Map<Topic, String> names = new EnumMap<>(Topic.class);
		for (Topic topic : Topic.values()) {
			names.put(topic, topic.name().toLowerCase(Locale.ROOT) + "-" + number);
		}
		return new TopicSettings(2, null, names, null);
	}

	private static Map<String, Object> properties() {
		return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
	}

	private void store() {
		this.database.getCollection(ConversationDocument.COLLECTION)
			.insertOne(new Document("_id", this.conversation).append("status", "active")
				.append("generation", "")
				.append("message_count", 5L)
				.append("created_at", Date.from(START))
				.append("updated_at", Date.from(START))
				.append("applied", new Document("0", 4L)));
		for (int i = 0; i < 5; i++) {
			this.database.getCollection(MessageDocument.COLLECTION)
				.insertOne(new Document(new MessageDocument(this.conversation, "m" + i, "ann", Role.USER,
						String.valueOf(i), START.plusSeconds(i), Map.of(), null, null, 0, i, START, "")
					.toMap()));
		}
	}

	private void progress(long next) {
		this.database.getCollection(ProgressDocument.COLLECTION).insertOne(new Document("_id", 0).append("next", next));
	}

	private SummaryRequest window() {
		return SummaryRequest.window(this.conversation, Trigger.IDLE, new Position(0, 0), new Position(0, 4),
				START.toEpochMilli(), START, START.plusSeconds(4), 5, START);
	}

	private void request(byte[] value) throws Exception {
		send(Topic.SUMMARY_REQUESTS, value);
	}

	private void request(int partition, byte[] value) throws Exception {
		this.producer
			.send(new ProducerRecord<>(this.topics.name(Topic.SUMMARY_REQUESTS), partition,
					this.conversation.getBytes(StandardCharsets.UTF_8), value))
			.get();
	}

	private Position send(Topic topic, byte[] value) throws ExecutionException, InterruptedException {
		RecordMetadata sent = this.producer
			.send(new ProducerRecord<>(this.topics.name(topic), this.conversation.getBytes(StandardCharsets.UTF_8),
					value))
			.get();
		return new Position(sent.partition(), sent.offset());
	}

	private List<ConsumerRecord<byte[], byte[]>> published() {
		return read(Topic.CONVERSATION_SUMMARIES);
	}

	private List<ConsumerRecord<byte[], byte[]>> setAside() {
		return read(Topic.CHAT_MESSAGES_DLT);
	}

	/** What this test's conversation has in a topic. */
	private List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
		Map<String, Object> properties = properties();
		properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = List.of(new TopicPartition(this.topics.name(topic), 0),
					new TopicPartition(this.topics.name(topic), 1));
			consumer.assign(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (partitions.stream().anyMatch((each) -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
				consumer.poll(Duration.ofMillis(100)).forEach(found::add);
			}
		}
		found.removeIf((record) -> !new String(record.key(), StandardCharsets.UTF_8).startsWith(this.conversation));
		return found;
	}

	private static SummaryEvent event(ConsumerRecord<byte[], byte[]> record) {
		return Json.mapper().readValue(record.value(), SummaryEvent.class);
	}

	private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
		return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
	}

}
