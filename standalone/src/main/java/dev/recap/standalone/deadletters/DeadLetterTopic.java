package dev.recap.standalone.deadletters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.topic.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The dead-letter topic: what lies in it, and what of that was published again. */
final class DeadLetterTopic {

	/** One for all who run the command: whoever comes later ends whoever is at it. */
	private static final String TRANSACTIONAL_ID = "recap-dead-letters";

	private static final Duration POLL = Duration.ofMillis(200);

	private final Map<String, Object> properties;

	private final String name;

	/**
	 * Names a topic.
	 * @param properties of the clients, at least the bootstrap servers
	 */
	DeadLetterTopic(Map<String, Object> properties, String name) {
		this.properties = properties;
		this.name = name;
	}

	/**
	 * What lies in the topic.
	 *
	 * @param letters in the order of their partitions and offsets
	 * @param republished identities of letters that were published again
	 */
	record Contents(List<Letter> letters, Set<String> republished) {
	}

	/**
	 * Reads the topic to its end.
	 * @throws KafkaException when Kafka does not answer or there is no such topic
	 */
	Contents read() {
		Map<String, Object> settings = new HashMap<>(this.properties);
		settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
		Contents contents = new Contents(new ArrayList<>(), new HashSet<>());
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			for (TopicPartition partition : partitions(consumer)) {
				read(consumer, partition, contents);
			}
		}
		return contents;
	}

	private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
		List<TopicPartition> partitions = new ArrayList<>();
		consumer.partitionsFor(this.name)
			.forEach((each) -> partitions.add(new TopicPartition(each.topic(), each.partition())));
		if (partitions.isEmpty()) {
			throw new KafkaException("There is no topic " + this.name);
		}
		partitions.sort((one, other) -> Integer.compare(one.partition(), other.partition()));
		return partitions;
	}

	private static void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Contents contents) {
		List<TopicPartition> only = List.of(partition);
		consumer.assign(only);
		consumer.seekToBeginning(only);
		long end = consumer.endOffsets(only).getOrDefault(partition, 0L);
		while (consumer.position(partition) < end) {
			consumer.poll(POLL).forEach((record) -> {
				Letter letter = new Letter(record);
				if (letter.isMark()) {
					contents.republished().add(letter.marked());
				}
				else {
					contents.letters().add(letter);
				}
			});
		}
	}

	/**
	 * Publishes letters again and marks them, all or none.
	 * @param topic where to; null for where each came from
	 * @param value what they are to hold; null for what each holds
	 */
	void republish(Collection<Letter> letters, @Nullable String topic, byte @Nullable [] value) {
		Map<String, Object> settings = new HashMap<>(this.properties);
		settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
		settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DeadLetter.MAX_REQUEST_BYTES);
		settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			producer.initTransactions();
			producer.beginTransaction();
			for (Letter letter : letters) {
				ProducerRecord<byte[], byte[]> again = letter.again((topic != null) ? topic : letter.sourceTopic(),
						value);
				producer.send(again);
				producer.send(letter.mark());
			}
			producer.commitTransaction();
		}
	}

}
