package dev.recap.worker.window;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka Streams is told, over what Spring Boot configures. */
final class StreamsProperties {

	/**
	 * Above what a topic takes, since a producer weighs a record before it compresses it.
	 */
	private static final int MAX_REQUEST_BYTES = 6 * 1024 * 1024;

	/** How long new partitions of the log may go unread; Kafka's default is 5 minutes. */
	private static final int METADATA_MAX_AGE_MS = 30_000;

	private StreamsProperties() {
	}

	static Properties of(Map<String, Object> kafka, WindowSettings settings, TopicSettings topics) {
		Map<String, Object> all = new HashMap<>(kafka);
		all.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
		all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
		all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
		all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
		all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
		all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
		all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG,
				Optional.ofNullable(topics.replication()).map(Short::intValue).orElse(-1));
		all.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterOnFailure.class);
		all.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.name(Topic.CHAT_MESSAGES_DLT));
		all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
		if (settings.stateDir() != null) {
			all.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
		}
		clients(all, settings);
		Properties properties = new Properties();
		properties.putAll(all);
		return properties;
	}

	private static void clients(Map<String, Object> all, WindowSettings settings) {
		all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), CompressionType.LZ4.name);
		all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
		all.putIfAbsent(StreamsConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
		int session = Math.toIntExact(settings.sessionTimeout().toMillis());
		all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
		all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), session / 4);
	}

}
