package dev.recap.worker.history;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.event.Role;
import dev.recap.testing.TestBroker;
import dev.recap.worker.ledger.Ledger;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ArchiverTests {

	private static final String TOPIC = "chat-messages";

	private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private final List<Archiver> started = new ArrayList<>();

	private final MongoDatabase database = mongo.database();

	private final BreakingDatabase breaking = new BreakingDatabase(this.database);

	@AfterEach
	void close() {
		this.started.forEach(Archiver::stop);
	}

	@Test
	void commitsWhatIsAppliedAndNoted() {
		MockConsumer<byte[], byte[]> consumer = consumer();
		Archiver archiver = archiver(() -> consumer);
		add(consumer, 0, 3);
		archiver.step(consumer);
		assertThat(messages()).isEqualTo(3);
		assertThat(progress(0)).isEqualTo(3);
		assertThat(committed(consumer)).isEqualTo(3);
		assertThat(archiver.healthy()).isTrue();
	}

	@Test
	void recordsWaitWhileMongoIsAway() {
		MockConsumer<byte[], byte[]> consumer = consumer();
		Archiver archiver = archiver(() -> consumer);
		// Before messages, memberships, conversations (whose memberships are there by
		// then) and progress.
		for (int writes : new int[] { 0, 1, 2, 2 }) {
			this.breaking.breakAfter(writes);
			add(consumer, 0, 3);
			archiver.step(consumer);
			assertThat(archiver.healthy()).isFalse();
			assertThat(committed(consumer)).isZero();
			assertThat(progress(0)).isZero();
			this.breaking.mend();
			consumer.seek(PARTITION, 0);
		}
		add(consumer, 0, 3);
		archiver.step(consumer);
		assertThat(archiver.healthy()).isTrue();
		assertThat(committed(consumer)).isEqualTo(3);
		assertThat(this.database.getCollection("conversations").find().first()).containsEntry("message_count", 3L);
	}

	@Test
	void asksAgainForRecordsThatWereNotApplied() {
		MockConsumer<byte[], byte[]> consumer = consumer();
		Archiver archiver = archiver(() -> consumer);
		this.breaking.breakAfter(1);
		add(consumer, 0, 3);
		archiver.step(consumer);
		assertThat(consumer.position(PARTITION)).isZero();
	}

	@Test
	void countsOnceWhatLanesApplyThatBreakOff() {
		MockConsumer<byte[], byte[]> consumer = consumer();
		Archiver archiver = archiver(() -> consumer);
		for (int writes : new int[] { 1, 4, 7, Integer.MAX_VALUE }) {
			this.breaking.breakAfter(writes);
			addMixed(consumer, 700);
			archiver.step(consumer);
			assertThat(archiver.healthy()).isEqualTo(writes == Integer.MAX_VALUE);
			this.breaking.mend();
		}
		assertThat(messages()).isEqualTo(700);
		assertThat(counted("conversations")).isEqualTo(700);
		assertThat(counted("memberships")).isEqualTo(700);
		assertThat(progress(0)).isEqualTo(700);
	}

	@Test
	void progressPassesOffsetsThatHoldNoRecord() {
		MockConsumer<byte[], byte[]> consumer = consumer();
		Archiver archiver = archiver(() -> consumer);
		add(consumer, 0, 3);
		archiver.step(consumer);
		consumer.seek(PARTITION, 4);
		archiver.step(consumer);
		assertThat(progress(0)).isEqualTo(4);
		assertThat(committed(consumer)).isEqualTo(4);
	}

	@Test
	void goesOnAfterAFailureNobodyExpected() {
		MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
		consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
		consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
		AtomicInteger attempts = new AtomicInteger();
		Archiver archiver = archiver(() -> {
			if (attempts.getAndIncrement() == 0) {
				throw new IllegalStateException("nobody expected this");
			}
			return consumer;
		});
		start(archiver);
		await().untilAsserted(() -> assertThat(archiver.healthy()).isTrue());
	}

	/**
	 * Transactions, an archiver that dies between poll and commit, and more partitions.
	 */
	@Test
	void archivesARealLogOnceWhoeverReadsIt(@TempDir Path folder) throws Exception {
		try (TestBroker broker = TestBroker.start(folder);
				Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
			admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
			publish(broker, 0, 100);
			Archiver first = start(archiver(() -> kafka(broker)));
			awaitArchived(100);
			await().untilAsserted(() -> assertThat(progress()).isEqualTo(ends(admin, 2)));
			first.stop();
			this.breaking.breakAfter(2);
			publish(broker, 100, 150);
			Archiver second = start(archiver(() -> kafka(broker)));
			await().untilAsserted(() -> assertThat(messages()).isGreaterThan(100));
			second.stop();
			this.breaking.mend();
			admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(5))).all().get();
			publish(broker, 50, 250);
			start(archiver(() -> kafka(broker)));
			start(archiver(() -> kafka(broker)));
			awaitArchived(250);
			await().untilAsserted(() -> assertThat(progress()).isEqualTo(ends(admin, 5)));
		}
	}

	/** The log's offsets are committed, but what the database says is what counts. */
	@Test
	void appliesAgainWhatARestoredDatabaseDoesNotKnow(@TempDir Path folder) throws Exception {
		try (TestBroker broker = TestBroker.start(folder);
				Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
			admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
			publish(broker, 0, 50);
			Archiver first = start(archiver(() -> kafka(broker)));
			awaitArchived(50);
			first.stop();
			Map<String, List<Document>> backup = backUp();
			publish(broker, 50, 100);
			Archiver second = start(archiver(() -> kafka(broker)));
			awaitArchived(100);
			second.stop();
			this.database.drop();
			backup.forEach((name, documents) -> this.database.getCollection(name).insertMany(documents));
			Archiver third = start(archiver(() -> kafka(broker)));
			awaitArchived(100);
			third.stop();
			this.database.drop();
			start(archiver(() -> kafka(broker)));
			awaitArchived(100);
		}
	}

	private Map<String, List<Document>> backUp() {
		Map<String, List<Document>> backup = new TreeMap<>();
		for (String name : List.of("messages", "conversations", "memberships", "progress")) {
			backup.put(name, this.database.getCollection(name).find().into(new ArrayList<>()));
		}
		return backup;
	}

	private void awaitArchived(int messages) {
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(messages()).isEqualTo(messages);
			assertThat(counted("conversations")).isEqualTo(messages);
			assertThat(counted("memberships")).isEqualTo(messages);
		});
	}

	/**
	 * Some messages, each within one of several transactions, after one that is aborted.
	 */
	private static void publish(TestBroker broker, int from, int to) {
		Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id",
				"test", "acks", "all");
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			producer.initTransactions();
			for (int start = from; start < to; start += 25) {
				producer.beginTransaction();
				producer.send(record(9999));
				producer.abortTransaction();
				producer.beginTransaction();
				for (int i = start; i < Math.min(to, start + 25); i++) {
					producer.send(record(i));
				}
				producer.commitTransaction();
			}
		}
	}

	private static ProducerRecord<byte[], byte[]> record(int number) {
		MessagePosted message = message(number);
		return new ProducerRecord<>(TOPIC, ChatEventWriter.key(message), ChatEventWriter.value(message));
	}

	private static MessagePosted message(int number) {
		return new MessagePosted("c" + number % 7, "m" + number, "u" + number % 3, Role.USER, "text",
				Instant.EPOCH.plusSeconds(number), Map.of(), null, null);
	}

	private static Map<Integer, Long> ends(Admin admin, int partitions)
			throws ExecutionException, InterruptedException {
		Map<Integer, Long> ends = new TreeMap<>();
		for (int partition = 0; partition < partitions; partition++) {
			TopicPartition each = new TopicPartition(TOPIC, partition);
			ends.put(partition,
					admin.listOffsets(Map.of(each, OffsetSpec.latest())).partitionResult(each).get().offset());
		}
		return ends;
	}

	private Map<Integer, Long> progress() {
		Map<Integer, Long> progress = new TreeMap<>();
		this.database.getCollection("progress")
			.find()
			.forEach((each) -> progress.put(each.getInteger("_id"), each.getLong("next")));
		return progress;
	}

	private static Consumer<byte[], byte[]> kafka(TestBroker broker) {
		return new KafkaConsumer<>(
				Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "recap-archiver",
						"enable.auto.commit", false, "auto.offset.reset", "earliest", "isolation.level",
						"read_committed", "metadata.max.age.ms", 1000, "max.poll.records", 20),
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	private static MockConsumer<byte[], byte[]> consumer() {
		MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
		consumer.subscribe(List.of(TOPIC));
		consumer.rebalance(List.of(PARTITION));
		consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
		return consumer;
	}

	private static void add(MockConsumer<byte[], byte[]> consumer, int from, int to) {
		for (int offset = from; offset < to; offset++) {
			MessagePosted message = message(offset * 7);
			consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, ChatEventWriter.key(message),
					ChatEventWriter.value(message)));
		}
	}

	private static void addMixed(MockConsumer<byte[], byte[]> consumer, int count) {
		for (int offset = 0; offset < count; offset++) {
			MessagePosted message = message(offset);
			consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, ChatEventWriter.key(message),
					ChatEventWriter.value(message)));
		}
	}

	private Archiver archiver(Supplier<Consumer<byte[], byte[]>> consumers) {
		Archive archive = new Archive(this.breaking.proxy(), Clock.systemUTC(),
				new Ledger(this.breaking.proxy(), (event) -> {
				}));
		Applier applier = new Applier(archive, (record, reason) -> {
			throw new AssertionError(reason);
		}, new SimpleMeterRegistry());
		return new Archiver(consumers, TOPIC, applier, archive, () -> Indexes.create(this.database),
				Duration.ofMillis(10), 3);
	}

	private Archiver start(Archiver archiver) {
		this.started.add(archiver);
		archiver.start();
		return archiver;
	}

	private long messages() {
		return this.database.getCollection("messages").countDocuments();
	}

	private long counted(String collection) {
		long sum = 0;
		for (Document each : this.database.getCollection(collection).find()) {
			sum += each.get("message_count", Number.class).longValue();
		}
		return sum;
	}

	private long progress(int partition) {
		return progress().getOrDefault(partition, 0L);
	}

	private static long committed(MockConsumer<byte[], byte[]> consumer) {
		OffsetAndMetadata committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
		return (committed != null) ? committed.offset() : 0;
	}

}
