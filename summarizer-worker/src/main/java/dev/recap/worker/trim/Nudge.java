package dev.recap.worker.trim;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;

import dev.recap.schema.topic.KafkaWait;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the broker begin a new file in partitions where nothing comes that would: it does
 * so only when a record arrives, and never deletes the file it writes to. The record lies
 * in a transaction that is aborted, so nobody reads it.
 */
final class Nudge {

	/** What lies in a partition after a nudge: the record and the abort's marker. */
	static final int RECORDS = 2;

	private static final byte[] NOTHING = {};

	private final Map<String, Object> properties;

	Nudge(Map<String, Object> producerProperties, String transactionalId) {
		this.properties = new HashMap<>(producerProperties);
		this.properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
		this.properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		this.properties.put(ProducerConfig.ACKS_CONFIG, "all");
		// Readers of committed records wait for an open transaction.
		this.properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
	}

	/** Returns where the nudge lies in each partition. */
	Map<TopicPartition, Long> give(Collection<TopicPartition> partitions) {
		// So rare that a producer made for the occasion is cheaper.
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(this.properties, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			producer.initTransactions();
			producer.beginTransaction();
			Map<TopicPartition, Future<RecordMetadata>> sent = new HashMap<>();
			for (TopicPartition partition : partitions) {
				sent.put(partition,
						producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), NOTHING, null)));
			}
			producer.flush();
			producer.abortTransaction();
			Map<TopicPartition, Long> offsets = new HashMap<>();
			sent.forEach((partition, record) -> offsets.put(partition, KafkaWait.await(record).offset()));
			return offsets;
		}
	}

}
