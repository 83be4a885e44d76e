package dev.recap.gateway.tail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tail of {@code chat-messages}, shared by all who follow conversations. */
@Configuration(proxyBeanMethods = false)
public class TailConfiguration {

	@Bean(initMethod = "start", destroyMethod = "close")
	TopicTail messagesTail(KafkaProperties kafka, TopicSettings topics, List<EventListener> listeners) {
		return new TopicTail(properties(kafka), topics.name(Topic.CHAT_MESSAGES), false,
				(record) -> deliver(record, listeners));
	}

	/** What the consumer of a tail needs. */
	public static Map<String, Object> properties(KafkaProperties kafka) {
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

	private static void deliver(ConsumerRecord<byte[], byte[]> record, List<EventListener> listeners) {
		if (record.key() == null) {
			return;
		}
		String conversation = new String(record.key(), StandardCharsets.UTF_8);
		List<EventListener> interested = listeners.stream()
			.filter((listener) -> listener.follows(conversation))
			.toList();
		if (!interested.isEmpty() && ChatEventReader.read(record.key(), record.value(), record.partition(),
				record.offset(), record.timestamp()) instanceof ReadResult.Readable read) {
			Position position = new Position(record.partition(), record.offset());
			interested.forEach((listener) -> listener.happened(read.event(), position));
		}
	}

}
