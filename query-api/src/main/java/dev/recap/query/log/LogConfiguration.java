package dev.recap.query.log;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The way to Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogSettings.class)
public class LogConfiguration {

	/** In one process with the gateway, its connection tells. */
	@Bean
	@ConditionalOnMissingBean(name = "kafkaHealthIndicator")
	@ConditionalOnMissingClass("dev.recap.gateway.GatewayApplication")
	ReactiveHealthIndicator kafkaHealthIndicator(ChatLog log) {
		return () -> log.ends()
			.map((ends) -> Health.up().build())
			.onErrorResume((failure) -> Mono.just(Health.down().build()));
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(ChatLog.class)
	KafkaChatLog queryChatLog(KafkaProperties kafka, TopicSettings topics, LogSettings settings) {
		return new KafkaChatLog(kafka.buildAdminProperties(), kafka.buildProducerProperties(),
				topics.name(Topic.CHAT_MESSAGES), settings);
	}

}
