package dev.recap.web.access;

import java.nio.charset.StandardCharsets;
import java.time.Clock;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.tail.DeadLetters;
import dev.recap.web.tail.TailProperties;
import dev.recap.web.tail.TopicTail;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Who is let in, for every HTTP service; tickets only where somebody makes them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessSettings.class)
public class AccessConfiguration {

	private static final Logger log = LoggerFactory.getLogger(AccessConfiguration.class);

	@Bean
	AccessFilter accessFilter(AccessSettings settings, ApiKeys keys, ObjectProvider<Tickets> tickets,
			ObjectProvider<FailedSignIns> failures, Clock clock) {
		if (settings.takesTokens() && settings.audience() == null) {
			log.warn("recap.access.audience is not set: tokens that were issued for other services are taken too");
		}
		return new AccessFilter(settings.anonymous(), Tokens.of(settings, clock), keys, tickets.getIfAvailable(),
				failures.getIfAvailable(() -> (exchange, refusal) -> Mono.just(refusal)));
	}

	@Bean
	ApiKeys apiKeys(Clock clock) {
		return new ApiKeys(clock);
	}

	@Bean(initMethod = "start", destroyMethod = "close")
	TopicTail accessTail(KafkaProperties kafka, TopicSettings topics, ApiKeys keys, ObjectProvider<Tickets> tickets,
			ObjectProvider<DeadLetters> deadLetters) {
		Tickets issued = tickets.getIfAvailable();
		TopicTail tail = new TopicTail(TailProperties.of(kafka), topics.name(Topic.ACCESS_KEYS), true,
				(record) -> deliver(record, keys, issued), deadLetters.getIfAvailable(DeadLetters::none));
		tail.ready().thenRun(keys::complete);
		return tail;
	}

	private static void deliver(ConsumerRecord<byte[], byte[]> record, ApiKeys keys, @Nullable Tickets tickets) {
		if (record.key() == null) {
			return;
		}
		String key = new String(record.key(), StandardCharsets.UTF_8);
		if (key.startsWith(ApiKey.RECORDS)) {
			keys.take(key.substring(ApiKey.RECORDS.length()), record.value());
		}
		else if (tickets != null && key.startsWith(Tickets.RECORDS)) {
			tickets.take(key.substring(Tickets.RECORDS.length()), record.value());
		}
	}

}
