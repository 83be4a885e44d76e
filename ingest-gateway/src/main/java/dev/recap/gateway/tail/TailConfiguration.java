package dev.recap.gateway.tail;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

	/** Longer than a room waits for its first socket to be in. */
	private static final Duration ATTENTION = Duration.ofMinutes(1);

	@Bean(initMethod = "start", destroyMethod = "close")
	TopicTail messagesTail(KafkaProperties kafka, TopicSettings topics, List<EventListener> listeners) {
		return TopicTail.whileNeeded(TailProperties.of(kafka), topics.name(Topic.CHAT_MESSAGES),
				(record) -> deliver(record, listeners), () -> listeners.stream().anyMatch(EventListener::following),
				ATTENTION);
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
		for (EventListener listener : listeners) {
			if (listener.follows(conversation)) {
				tell(record, conversation, listeners);
				return;
			}
		}
	}

	private static void tell(ConsumerRecord<byte[], byte[]> record, String conversation,
			List<EventListener> listeners) {
		if (ChatEventReader.read(record.key(), record.value(), record.partition(), record.offset(),
				record.timestamp()) instanceof ReadResult.Readable read) {
			Position position = new Position(record.partition(), record.offset());
			listeners.stream()
				.filter((listener) -> listener.follows(conversation))
				.forEach((listener) -> listener.happened(read.event(), position));
		}
	}

}
