package dev.recap.worker.webhook;

import java.time.Clock;
import java.util.List;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.env.Environment;

/** Webhooks, where any are configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.WEBHOOK)
@DependsOn("topics")
@EnableConfigurationProperties(WebhookSettings.class)
public class WebhookConfiguration {

	@Bean
	Webhooks webhooks(Environment environment, WebhookSettings settings, KafkaProperties kafka, TopicSettings topics,
			MongoDatabase database, MeterRegistry meters, Clock clock) {
		Events events = new Events(database, clock);
		Sender sender = new Sender(settings, clock);
		return new Webhooks(endpoints(environment).stream()
			.map((endpoint) -> new Webhook(endpoint, settings, kafka.buildConsumerProperties(),
					topics.name(Topic.CONVERSATION_SUMMARIES), events, sender, meters))
			.toList());
	}

	/**
	 * Beside the list there are settings for all, so it cannot be one of their fields.
	 */
	static List<Endpoint> endpoints(Environment environment) {
		return Binder.get(environment).bind("recap.webhooks", Bindable.listOf(Endpoint.class)).orElse(List.of());
	}

}
