package dev.recap.web.tail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.recap.testing.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TopicTailTests {

	private static final TopicPartition PARTITION = new TopicPartition("followed", 0);

	private static TestBroker broker;

	@BeforeAll
	static void startBroker() {
		broker = TestBroker.start();
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Test
	void goesOnWithTheOldestThereIsWhenTheLogWasTrimmedBeforeIt() throws Exception {
		Queue<Long> seen = new ConcurrentLinkedQueue<>();
		CountDownLatch trimmed = new CountDownLatch(1);
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
			admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get();
			try (TopicTail tail = new TopicTail(properties(), PARTITION.topic(), false, (record) -> {
				seen.add(record.offset());
				awaitUninterruptibly(trimmed);
			})) {
				tail.start();
				tail.ready().join();
				publish(1);
				await().until(() -> !seen.isEmpty());
				publish(20);
				admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(15))).all().get();
				trimmed.countDown();
				await().until(() -> seen.contains(20L));
				publish(1);
				await().until(() -> seen.contains(21L));
			}
		}
		assertThat(seen).doesNotHaveDuplicates().contains(0L, 15L, 16L, 17L, 18L, 19L, 20L, 21L).doesNotContain(14L);
	}

	@Test
	void restsWhileNobodyNeedsItAndThenFollowsWhatIsPublishedFromThenOn() throws Exception {
		Queue<Long> seen = new ConcurrentLinkedQueue<>();
		AtomicBoolean needed = new AtomicBoolean();
		String topic = "rested";
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
			admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
			try (TopicTail tail = TopicTail.whileNeeded(properties(), topic, (record) -> seen.add(record.offset()),
					needed::get, Duration.ZERO)) {
				tail.start();
				tail.ready().join();
				await().until(tail::resting);
				needed.set(true);
				tail.attend().join();
				publish(topic, 3);
				await().until(() -> seen.size() == 3);
				needed.set(false);
				await().until(tail::resting);
				publish(topic, 2);
				needed.set(true);
				tail.attend().join();
				publish(topic, 1);
				await().until(() -> seen.contains(5L));
			}
		}
		assertThat(seen).containsExactly(0L, 1L, 2L, 5L);
	}

	private static Map<String, Object> properties() {
		KafkaProperties kafka = new KafkaProperties();
		kafka.setBootstrapServers(List.of(broker.bootstrapServers()));
		Map<String, Object> properties = TailProperties.of(kafka);
		// One record a fetch, so that it cannot have fetched what is trimmed.
		properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
		properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
		return properties;
	}

	private static void publish(int records) {
		publish(PARTITION.topic(), records);
	}

	private static void publish(String topic, int records) {
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", broker.bootstrapServers(), "batch.size", 0), new ByteArraySerializer(),
				new ByteArraySerializer())) {
			for (int i = 0; i < records; i++) {
				producer.send(new ProducerRecord<>(topic, new byte[] { 'k' }, new byte[] { 'v' }));
			}
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
