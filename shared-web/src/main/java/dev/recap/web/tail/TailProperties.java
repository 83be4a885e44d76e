package dev.recap.web.tail;

import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** What the consumer of a {@link TopicTail} needs. */
public final class TailProperties {

	private TailProperties() {
	}

	public static Map<String, Object> of(KafkaProperties kafka) {
		Map<String, Object> properties = kafka.buildConsumerProperties();
		properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		// Where the log was trimmed meanwhile, it goes on with the oldest there is.
		properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		// How long messages in new partitions stay unseen at most.
		properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
		properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
		properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
		properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
		return properties;
	}

}
