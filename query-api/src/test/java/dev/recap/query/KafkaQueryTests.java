package dev.recap.query;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.recap.query.log.ChatLog;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.testing.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The query API with a real broker. */
class KafkaQueryTests {

	private static TestBroker kafka;

	private static MongoServer mongodb;

	private static String uri;

	private static TestStore store;

	private static SentCommands commands;

	private static TestQueryApi api;

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
			TopicCreator.create(admin, new TopicSettings(3, null, null, null), Topic.CHAT_MESSAGES);
		}
		mongodb = new MongoServer(new MemoryBackend());
		mongodb.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
		uri = mongodb.getConnectionString() + "/recap";
		store = new TestStore(uri, "recap");
		commands = new SentCommands();
		api = TestQueryApi.start(uri, null, commands, "spring.kafka.bootstrap-servers=" + kafka.bootstrapServers());
	}

	@AfterAll
	static void stop() {
		api.close();
		store.close();
		mongodb.shutdownNow();
		kafka.close();
	}

	@Test
	void asksEveryPartitionAndSeesNoOpenTransaction() {
		ChatLog log = api.bean(ChatLog.class);
		Map<Integer, Long> before = log.ends().block();
		try (KafkaProducer<String, String> producer = transactional()) {
			producer.initTransactions();
			producer.beginTransaction();
			producer.send(new ProducerRecord<>("chat-messages", 1, "k", "v"));
			producer.flush();
			assertThat(log.ends().block()).isEqualTo(before).containsOnlyKeys(partitions());
			producer.commitTransaction();
			// The marker that ends the transaction takes an offset, too.
			await().untilAsserted(() -> assertThat(log.ends().block()).containsEntry(1, end(before, 1) + 2));
		}
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
			int more = partitions().length + 1;
			admin.createPartitions(Map.of("chat-messages", NewPartitions.increaseTo(more)));
			await().until(() -> partitions().length == more);
		}
		catchUp();
	}

	private static Integer[] partitions() {
		return api.bean(ChatLog.class).ends().blockOptional().orElseThrow().keySet().toArray(Integer[]::new);
	}

	private static long end(Map<Integer, Long> ends, int partition) {
		return ends.getOrDefault(partition, -1L);
	}

	private static KafkaProducer<String, String> transactional() {
		return new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "t"),
				new StringSerializer(), new StringSerializer());
	}

	@Test
	void findsWhatWasAcceptedBeforeIt() throws Exception {
		catchUp();
		Position position = publish("fresh");
		CompletableFuture<Void> read = CompletableFuture
			.runAsync(() -> api.client().get().uri("/chats/fresh").exchange().expectStatus().isOk());
		store.talk("fresh", 1);
		store.applied(position);
		read.join();
		api.client().get().uri("/chats/none").exchange().expectStatus().isNotFound();
	}

	private static Position publish(String id) throws Exception {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			var metadata = producer.send(new ProducerRecord<>("chat-messages", id, "{\"user_id\":\"u\"}")).get();
			return new Position(metadata.partition(), metadata.offset());
		}
	}

	private static void catchUp() {
		Map<Integer, Long> ends = api.bean(ChatLog.class).ends().blockOptional().orElseThrow();
		ends.forEach((partition, end) -> store.applied(new Position(partition, end - 1)));
	}

	@Test
	void putsADeleteIntoTheLog() {
		store.talk("doomed", 1);
		CompletableFuture<String> deletion = CompletableFuture.supplyAsync(() -> api.client()
			.delete()
			.uri("/chats/doomed")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseHeaders()
			.getFirst("X-Position"));
		await().until(() -> kafka.records("chat-messages").stream().anyMatch(KafkaQueryTests::isDeletion));
		assertThat(deletion).isNotDone();
		ConsumerRecord<byte[], byte[]> record = kafka.records("chat-messages")
			.stream()
			.filter(KafkaQueryTests::isDeletion)
			.findFirst()
			.orElseThrow();
		assertThat(record.headers().lastHeader("schema-version")).isNotNull();
		store.erase("doomed");
		store.applied(new Position(record.partition(), record.offset()));
		assertThat(deletion.join()).isEqualTo(record.partition() + ":" + record.offset());
	}

	private static boolean isDeletion(ConsumerRecord<byte[], byte[]> record) {
		return ChatEventReader.read(record.key(), record.value(), record.partition(), record.offset(),
				record.timestamp()) instanceof ReadResult.Readable readable
				&& readable.event() instanceof ConversationDeleted deleted && deleted.hard()
				&& deleted.conversationId().equals("doomed");
	}

}
