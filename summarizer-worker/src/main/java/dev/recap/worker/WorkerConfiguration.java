package dev.recap.worker;

import java.time.Clock;
import java.util.stream.Stream;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.recap.observe.DeadLetterMeter;
import dev.recap.observe.ObserveConfiguration;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.schema.topic.TrimSettings;
import dev.recap.worker.assistant.AssistantConfiguration;
import dev.recap.worker.history.HistoryConfiguration;
import dev.recap.worker.retention.RetentionConfiguration;
import dev.recap.worker.summary.SummaryConfiguration;
import dev.recap.worker.summary.engines.EngineConfiguration;
import dev.recap.worker.trim.TrimConfiguration;
import dev.recap.worker.webhook.WebhookConfiguration;
import dev.recap.worker.window.WindowConfiguration;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The worker: every role that this instance runs, and what the roles share. */
@Configuration(proxyBeanMethods = false)
@Import({ ObserveConfiguration.class, WindowConfiguration.class, HistoryConfiguration.class, SummaryConfiguration.class,
		EngineConfiguration.class, AssistantConfiguration.class, TrimConfiguration.class, RetentionConfiguration.class,
		WebhookConfiguration.class })
public class WorkerConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	@ConditionalOnMissingBean
	TopicSettings topicSettings(Environment environment) {
		return Binder.get(environment).bind("recap.topics", TopicSettings.class).orElseGet(TopicSettings::defaults);
	}

	@Bean
	@ConditionalOnMissingBean
	TrimSettings trimSettings(Environment environment) {
		return Binder.get(environment).bind("recap.trim", TrimSettings.class).orElseGet(TrimSettings::defaults);
	}

	@Bean
	@ConditionalOnMissingBean
	MongoDatabase recapDatabase(MongoClient client, @Value("${spring.mongodb.uri}") String uri) {
		String name = new ConnectionString(uri).getDatabase();
		return client.getDatabase((name != null) ? name : "recap");
	}

	/** Each topic's dead letters are shown before there are any. */
	@Bean
	MeterBinder deadLetterMeters(TopicSettings topics) {
		return (meters) -> Stream.of(Topic.values()).map(topics::name).forEach(DeadLetterMeter::show);
	}

	/** Roles start when the topics exist: they depend on this bean by its name. */
	@Bean
	TopicsAtStart topics(KafkaProperties kafka, TopicSettings settings) {
		return new TopicsAtStart(kafka.buildAdminProperties(), settings);
	}

}
