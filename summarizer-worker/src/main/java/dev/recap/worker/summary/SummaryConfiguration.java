package dev.recap.worker.summary;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

import com.mongodb.client.MongoDatabase;
import dev.recap.observe.Traces;
import dev.recap.schema.topic.DeadLetter;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.history.Workload;
import dev.recap.worker.ledger.Ledger;
import dev.recap.worker.ledger.LedgerConfiguration;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import dev.recap.worker.share.ShareWorkers;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;

/** The summarizer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.SUMMARY)
@DependsOn("topics")
@Import(LedgerConfiguration.class)
@EnableConfigurationProperties(SummarySettings.class)
public class SummaryConfiguration {

	private static final Patience PATIENCE = new Patience(Duration.ofMillis(5), Duration.ofSeconds(1));

	@Bean
	SummaryStore summaryStore(MongoDatabase database, Clock clock) {
		return new SummaryStore(database, PATIENCE, clock);
	}

	@Bean
	SummaryPublisher summaryPublisher(KafkaProperties kafka, TopicSettings topics, Traces traces) {
		Map<String, Object> properties = new HashMap<>(kafka.buildProducerProperties());
		properties.put(ProducerConfig.ACKS_CONFIG, "all");
		properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DeadLetter.MAX_REQUEST_BYTES);
		properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
		Producer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
				new ByteArraySerializer());
		return new SummaryPublisher(producer, topics.name(Topic.CONVERSATION_SUMMARIES),
				topics.name(Topic.CHAT_MESSAGES_DLT), PATIENCE, traces);
	}

	@Bean
	Summarizer summarizer(SummaryStore store, SummaryPublisher publisher, SummaryEngines engines,
			SummarySettings settings, MeterRegistry meters, Clock clock, Ledger ledger,
			ObjectProvider<Workload> archiver) {
		Leisure leisure = new Leisure(archiver.getIfAvailable(() -> () -> 0)::load);
		return new Summarizer(store, publisher, new Engines(engines, settings.engine(), leisure), settings,
				new SummaryMetrics(meters), clock, ledger);
	}

	@Bean
	LogEnd logEnd(KafkaProperties kafka, TopicSettings topics) {
		return new LogEnd(kafka.buildAdminProperties(), topics.name(Topic.CHAT_MESSAGES));
	}

	@Bean
	ShareWorkers summaryWorkers(KafkaProperties kafka, TopicSettings topics, SummarySettings settings,
			Summarizer summarizer, SummaryStore store, SummaryPublisher publisher, LogEnd logEnd, MeterRegistry metrics,
			Traces traces, Clock clock) {
		Predicate<Position> inLog = (position) -> store.applied(position)
				|| PATIENCE.keep("ask where the log ends", () -> logEnd.isBehind(position));
		return new ShareWorkers(settings.groupId(), topics.name(Topic.SUMMARY_REQUESTS), kafka.buildAdminProperties(),
				kafka.buildConsumerProperties(), settings.members(), settings.atOnce(),
				new RequestHandler(summarizer, publisher, metrics, inLog, traces), publisher::setAside)
			.shown(metrics, "summary", clock);
	}

	@Bean
	Tombstones tombstones(KafkaProperties kafka, TopicSettings topics, SummarySettings settings, SummaryStore store,
			Summarizer summarizer) {
		return new Tombstones(kafka.buildConsumerProperties(), settings.tombstoneGroupId(),
				topics.name(Topic.CHAT_MESSAGES), store, summarizer);
	}

	@Bean
	Redo summaryRedo(Summarizer summarizer, SummarySettings settings) {
		return new Redo(summarizer, settings.redo());
	}

	@Bean
	HealthIndicator summarizerHealthIndicator(@Qualifier("summaryWorkers") ShareWorkers workers) {
		return () -> workers.warm() ? Health.up().build() : Health.outOfService().build();
	}

}
