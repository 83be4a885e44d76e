package dev.recap.gateway.tail;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.tail.TailProperties;
import dev.recap.web.tail.TopicTail;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tail of {@code chat-messages}, shared by all who follow conversations. */
@Configuration(proxyBeanMethods = false)
public class TailConfiguration {

	@Bean(initMethod = "start", destroyMethod = "close")
	TopicTail messagesTail(KafkaProperties kafka, TopicSettings topics, List<EventListener> listeners) {
		return new TopicTail(TailProperties.of(kafka), topics.name(Topic.CHAT_MESSAGES), false,
				(record) -> deliver(record, listeners));
	}

	@Bean
	HealthIndicator tailsReadinessHealthIndicator(ObjectProvider<TopicTail> tails) {
		return () -> {
			Health.Builder health = tails.stream().allMatch(TopicTail::caughtUp) ? Health.up() : Health.outOfService();
			tails.forEach((tail) -> health.withDetail(tail.vitalName(), tail.caughtUp() ? "caught up" : "behind"));
			return health.build();
		};
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
