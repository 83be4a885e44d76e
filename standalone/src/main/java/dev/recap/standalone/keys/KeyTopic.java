package dev.recap.standalone.keys;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.recap.web.access.ApiKey;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of API keys. */
final class KeyTopic {

	private static final Duration POLL = Duration.ofMillis(200);

	private static final int TIMEOUT = 15_000;

	private final Map<String, Object> properties;

	private final String name;

	/**
	 * Names a topic.
	 * @param properties of the clients, at least the bootstrap servers
	 */
	KeyTopic(Map<String, Object> properties, String name) {
		this.properties = properties;
		this.name = name;
	}

	/**
	 * The keys there are, by their ids.
	 * @throws KafkaException when Kafka does not answer or there is no such topic
	 */
	Map<String, ApiKey> read() {
		Map<String, Object> settings = new HashMap<>(this.properties);
		settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT);
		Map<String, ApiKey> keys = new HashMap<>();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = partitions(consumer);
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
				consumer.poll(POLL).forEach((record) -> take(record, keys));
			}
		}
		return keys;
	}

	private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
		List<TopicPartition> partitions = new ArrayList<>();
		consumer.partitionsFor(this.name)
			.forEach((each) -> partitions.add(new TopicPartition(each.topic(), each.partition())));
		if (partitions.isEmpty()) {
			throw new KafkaException("There is no topic " + this.name + "; Recap creates it when it starts");
		}
		return partitions;
	}

	private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, ApiKey> keys) {
		String key = (record.key() != null) ? new String(record.key(), StandardCharsets.UTF_8) : "";
		if (!key.startsWith(ApiKey.RECORDS)) {
			return;
		}
		String id = key.substring(ApiKey.RECORDS.length());
		if (record.value() == null) {
			keys.remove(id);
			return;
		}
		try {
			keys.put(id, ApiKey.read(record.value()));
		}
		catch (RuntimeException ex) {
			// The services leave it out too.
			return;
		}
	}

	/**
	 * Writes a key, new or changed, and waits until it is in the log.
	 * @throws KafkaException when Kafka does not take it
	 */
	void write(ApiKey key) {
		Map<String, Object> settings = new HashMap<>(this.properties);
		settings.put(ProducerConfig.ACKS_CONFIG, "all");
		settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT);
		settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT);
		settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT / 2);
		settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			producer.send(new ProducerRecord<>(this.name, key.recordKey(), key.recordValue()))
				.get(2L * TIMEOUT, TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new KafkaException(ex.getCause().getMessage(), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new KafkaException("Kafka did not take it in time", ex);
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

}
