package dev.recap.worker.summary;

import java.time.Clock;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import dev.recap.worker.share.DeadLetterProducer;
import dev.recap.worker.share.ShareWorkers;
import dev.recap.worker.summary.extractive.ExtractiveEngine;
import dev.recap.worker.summary.llm.FallbackEngine;
import dev.recap.worker.summary.llm.LlmEngine;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The summarizer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.SUMMARY)
@DependsOn("topics")
@EnableConfigurationProperties(SummarySettings.class)
public class SummaryConfiguration {

	@Bean
	SummaryEngine summaryEngine(SummarySettings settings) {
		SummaryEngine extractive = new ExtractiveEngine();
		return settings.usesModel() ? new FallbackEngine(LlmEngine.of(settings), extractive) : extractive;
	}

	@Bean
	SummaryOutbox summaryOutbox(KafkaProperties kafka, TopicSettings topics) {
		return new SummaryOutbox(kafka.buildProducerProperties(), topics.name(Topic.CONVERSATION_SUMMARIES));
	}

	@Bean
	ShareWorkers summaryWorkers(KafkaProperties kafka, TopicSettings topics, SummarySettings settings,
			MongoDatabase database, SummaryEngine engine, SummaryOutbox outbox, Clock clock) {
		Summarizer summarizer = new Summarizer(new SummaryStore(database), engine, outbox, settings.maxMessages(),
				clock);
		DeadLetterProducer deadLetters = new DeadLetterProducer(kafka.buildProducerProperties(),
				topics.name(Topic.CHAT_MESSAGES_DLT));
		return new ShareWorkers(settings.groupId(), topics.name(Topic.SUMMARY_REQUESTS), kafka.buildAdminProperties(),
				kafka.buildConsumerProperties(), settings.members(), settings.atOnce(), new RequestHandler(summarizer),
				deadLetters::publish);
	}

	@Bean
	Tombstones tombstones(KafkaProperties kafka, TopicSettings topics, SummarySettings settings, SummaryOutbox outbox) {
		return new Tombstones(kafka.buildConsumerProperties(), settings.groupId() + "-tombstones",
				topics.name(Topic.CHAT_MESSAGES), outbox);
	}

	@Bean
	HealthIndicator summarizerHealthIndicator(@Qualifier("summaryWorkers") ShareWorkers workers) {
		return () -> workers.warm() ? Health.up().build() : Health.outOfService().build();
	}

}
