package dev.recap.standalone.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Recap needs of a broker, whichever it is. */
abstract class KafkaContractTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	abstract String bootstrapServers();

	@Test
	void createsTheTopicsOnceAndLeavesThemAlone() throws Exception {
		TopicSettings settings = settings();
		try (Admin admin = admin()) {
			TopicCreator.create(admin, settings, Topic.values());
			TopicCreator.create(admin, settings, Topic.values());
			String name = settings.name(Topic.CHAT_MESSAGES);
			assertThat(admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions()).hasSize(3);
			ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
			assertThat(
					admin.describeConfigs(List.of(topic)).all().get().get(topic).get("message.timestamp.type").value())
				.isEqualTo("LogAppendTime");
		}
	}

	@Test
	void keepsTheOrderOfAKeyAndSaysWhereRecordsLie() throws Exception {
		String topic = topic();
		List<Long> offsets = new ArrayList<>();
		try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
			for (int i = 0; i < 20; i++) {
				RecordMetadata sent = producer.send(record(topic, "one", String.valueOf(i))).get();
				offsets.add(sent.offset());
			}
		}
		assertThat(offsets).isSorted().doesNotHaveDuplicates();
		assertThat(read(topic, "read_uncommitted", 20)).extracting((record) -> text(record.value()))
			.containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
					"17", "18", "19");
	}

	@Test
	void showsOnlyWhatWasCommitted() throws Exception {
		String topic = topic();
		try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", topic))) {
			producer.initTransactions();
			producer.beginTransaction();
			producer.send(record(topic, "one", "aborted"));
			producer.abortTransaction();
			producer.beginTransaction();
			producer.send(record(topic, "one", "committed"));
			producer.commitTransaction();
		}
		assertThat(read(topic, "read_committed", 1)).extracting((record) -> text(record.value()))
			.containsExactly("committed");
	}

	@Test
	void givesRecordsToAShareGroupAgainUntilTheyAreAccepted() throws Exception {
		String topic = topic();
		String group = "group-" + topic;
		fromTheStart(group);
		try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
			producer.send(record(topic, "one", "work")).get();
		}
		List<Short> deliveries = new ArrayList<>();
		try (KafkaShareConsumer<byte[], byte[]> consumer = new KafkaShareConsumer<>(Map.of("bootstrap.servers",
				bootstrapServers(), "group.id", group, "share.acknowledgement.mode", "explicit"),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			consumer.subscribe(Set.of(topic));
			await().atMost(PATIENCE).until(() -> {
				for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
					deliveries.add(record.deliveryCount().orElseThrow());
					consumer.acknowledge(record,
							(deliveries.size() < 3) ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
				}
				consumer.commitSync();
				return deliveries.size() == 3;
			});
		}
		assertThat(deliveries).containsExactly((short) 1, (short) 2, (short) 3);
	}

	@Test
	void forgetsRecordsOnRequest() throws Exception {
		String topic = topic();
		try (KafkaProducer<byte[], byte[]> producer = producer(Map.of()); Admin admin = admin()) {
			producer.send(record(topic, "one", "a")).get();
			producer.send(record(topic, "one", "b")).get();
			TopicPartition partition = new TopicPartition(topic, 0);
			admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get();
			assertThat(admin.listOffsets(Map.of(partition, OffsetSpec.earliest())).all().get().get(partition).offset())
				.isEqualTo(1);
		}
	}

	private List<ConsumerRecord<byte[], byte[]>> read(String topic, String isolation, int count) {
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
				bootstrapServers(), "isolation.level", isolation, "auto.offset.reset", "earliest"),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			consumer.assign(List.of(new TopicPartition(topic, 0)));
			await().atMost(PATIENCE).until(() -> {
				consumer.poll(Duration.ofMillis(200)).forEach(records::add);
				return records.size() >= count;
			});
		}
		return records;
	}

	private void fromTheStart(String group) throws Exception {
		try (Admin admin = admin()) {
			ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
			AlterConfigOp set = new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"),
					AlterConfigOp.OpType.SET);
			admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
		}
	}

	private String topic() throws Exception {
		TopicSettings settings = new TopicSettings(1, null, Map.of(Topic.SUMMARY_REQUESTS, "t-" + UUID.randomUUID()),
				null);
		try (Admin admin = admin()) {
			TopicCreator.create(admin, settings, Topic.SUMMARY_REQUESTS);
		}
		return settings.name(Topic.SUMMARY_REQUESTS);
	}

	private static TopicSettings settings() {
		return new TopicSettings(3, null, Map.of(Topic.CHAT_MESSAGES, "chat-" + UUID.randomUUID()), null);
	}

	private Admin admin() {
		return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
	}

	private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
		Map<String, Object> properties = new HashMap<>(more);
		properties.put("bootstrap.servers", bootstrapServers());
		properties.put("acks", "all");
		return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
	}

	private static ProducerRecord<byte[], byte[]> record(String topic, String key, String value) {
		return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8),
				value.getBytes(StandardCharsets.UTF_8));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
