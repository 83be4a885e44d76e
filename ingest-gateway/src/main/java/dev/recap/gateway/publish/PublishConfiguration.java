package dev.recap.gateway.publish;

import dev.recap.observe.Traces;
import dev.recap.schema.topic.TopicSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way to Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublisherSettings.class)
public class PublishConfiguration {

	@Bean(initMethod = "start", destroyMethod = "close")
	KafkaConnection kafkaConnection(KafkaProperties kafka, TopicSettings topics, PublisherSettings settings) {
		return new KafkaConnection(kafka.buildAdminProperties(), kafka.buildProducerProperties(), topics, settings);
	}

	@Bean
	Publisher publisher(KafkaConnection kafka, TopicSettings topics, PublisherSettings settings, MeterRegistry meters,
			Traces traces) {
		Gauge.builder("recap.kafka.up", kafka, (connection) -> connection.up() ? 1 : 0).register(meters);
		return new Publisher(kafka, topics, settings, meters, traces);
	}

	@Bean
	@ConditionalOnMissingBean(name = "kafkaHealthIndicator")
	HealthIndicator kafkaHealthIndicator(KafkaConnection kafka) {
		return () -> (kafka.up() ? Health.up() : Health.down()).build();
	}

}
