package dev.recap.worker.assistant;

import java.time.Clock;

import com.mongodb.client.MongoDatabase;
import dev.recap.observe.Traces;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.budget.BudgetConfiguration;
import dev.recap.worker.budget.Spending;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import dev.recap.worker.share.DeadLetterProducer;
import dev.recap.worker.share.ModelUsage;
import dev.recap.worker.share.ShareWorkers;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;

/** The assistant. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.ASSISTANT)
@DependsOn("topics")
@Import(BudgetConfiguration.class)
@EnableConfigurationProperties(AssistantSettings.class)
public class AssistantConfiguration {

	@Bean
	ReplyOutbox replyOutbox(KafkaProperties kafka, TopicSettings topics, Traces traces) {
		return new ReplyOutbox(kafka.buildProducerProperties(), topics.name(Topic.REPLY_CHUNKS),
				topics.name(Topic.CHAT_MESSAGES), traces);
	}

	@Bean
	Assistant assistant(AssistantSettings settings, MongoDatabase database, ReplyOutbox outbox, Spending spending,
			MeterRegistry meters, Clock clock, Traces traces) {
		return new Assistant(settings, new AssistantStore(database), new ReplyModel(settings, clock), outbox, spending,
				new ModelUsage(meters, traces), clock);
	}

	@Bean
	ShareWorkers assistantWorkers(KafkaProperties kafka, TopicSettings topics, AssistantSettings settings,
			Assistant assistant, Traces traces, MeterRegistry meters, Clock clock) {
		DeadLetterProducer deadLetters = new DeadLetterProducer(kafka.buildProducerProperties(),
				topics.name(Topic.CHAT_MESSAGES_DLT));
		return new ShareWorkers(settings.groupId(), topics.name(Topic.REPLY_REQUESTS), kafka.buildAdminProperties(),
				kafka.buildConsumerProperties(), settings.members(), settings.atOnce(),
				new ReplyHandler(assistant, traces), deadLetters::publish)
			.shown(meters, "assistant", clock);
	}

	@Bean
	Cancellations cancellations(KafkaProperties kafka, TopicSettings topics, Assistant assistant) {
		return new Cancellations(kafka.buildConsumerProperties(), topics.name(Topic.REPLY_CHUNKS), assistant);
	}

	@Bean
	HealthIndicator assistantHealthIndicator(@Qualifier("assistantWorkers") ShareWorkers workers) {
		return () -> workers.warm() ? Health.up().build() : Health.outOfService().build();
	}

}
