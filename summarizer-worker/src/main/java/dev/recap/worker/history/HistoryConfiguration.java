package dev.recap.worker.history;

import java.time.Clock;
import java.util.Map;

import com.mongodb.client.MongoDatabase;
import dev.recap.observe.Lag;
import dev.recap.observe.Traces;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.ledger.Ledger;
import dev.recap.worker.ledger.LedgerConfiguration;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.ReadinessSettings;
import dev.recap.worker.role.Role;
import dev.recap.worker.share.DeadLetterProducer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;

/** The archiver. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.HISTORY)
@DependsOn("topics")
@Import(LedgerConfiguration.class)
@EnableConfigurationProperties({ HistorySettings.class, ReadinessSettings.class })
public class HistoryConfiguration {

	/**
	 * How long messages in new partitions stay unseen at most; Kafka's default is 5
	 * minutes.
	 */
	private static final int METADATA_MAX_AGE_MS = 10_000;

	@Bean
	Archiver archiver(KafkaProperties kafka, TopicSettings topics, HistorySettings settings, MongoDatabase database,
			Clock clock, MeterRegistry meters, Ledger ledger, Traces traces) {
		Map<String, Object> properties = consumerProperties(kafka, settings);
		Archive archive = new Archive(database, clock, ledger);
		DeadLetterProducer deadLetters = new DeadLetterProducer(kafka.buildProducerProperties(),
				topics.name(Topic.CHAT_MESSAGES_DLT));
		Applier applier = new Applier(archive, deadLetters::publish, meters, traces);
		Archiver archiver = new Archiver(
				() -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
				topics.name(Topic.CHAT_MESSAGES), applier, archive, () -> Indexes.create(database), settings.backoff(),
				settings.lanes());
		Gauge.builder("recap.history.lag", archiver, Archiver::lag)
			.description("Records of chat-messages that wait to be archived")
			.register(meters);
		archiver.onWorkedOff(Lag.shown(meters, "history", clock, archiver::lag)::workedOff);
		return archiver;
	}

	static Map<String, Object> consumerProperties(KafkaProperties kafka, HistorySettings settings) {
		Map<String, Object> properties = kafka.buildConsumerProperties();
		properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
		properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch());
		int session = Math.toIntExact(settings.sessionTimeout().toMillis());
		properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
		properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 4);
		properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
		return properties;
	}

	@Bean
	Leadership leadership(Archiver archiver) {
		return archiver::leads;
	}

	@Bean
	Workload archiverWorkload(Archiver archiver) {
		return archiver.workload();
	}

	@Bean
	HealthIndicator archiverReadinessHealthIndicator(Archiver archiver, ReadinessSettings settings) {
		return () -> ((archiver.assigned() && archiver.lag() <= settings.lag()) ? Health.up() : Health.outOfService())
			.withDetail("assigned", archiver.assigned())
			.withDetail("lag", archiver.lag())
			.withDetail("limit", settings.lag())
			.build();
	}

	@Bean
	HealthIndicator archiverHealthIndicator(Archiver archiver) {
		return () -> (archiver.healthy() ? Health.up() : Health.outOfService()).withDetail("lag", archiver.lag())
			.build();
	}

}
