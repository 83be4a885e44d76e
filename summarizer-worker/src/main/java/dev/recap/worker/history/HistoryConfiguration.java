package dev.recap.worker.history;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.topic.RecordHeaders;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The archiver. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.HISTORY)
@DependsOn("topics")
@EnableConfigurationProperties(HistorySettings.class)
public class HistoryConfiguration {

	/** More than the largest record a topic takes. */
	private static final int MAX_REQUEST_BYTES = 6 * 1024 * 1024;

	@Bean
	Archiver archiver(KafkaProperties kafka, TopicSettings topics, HistorySettings settings, MongoDatabase database,
			Clock clock, MeterRegistry meters) {
		Map<String, Object> properties = kafka.buildConsumerProperties();
		properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
		properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch());
		Archive archive = new Archive(database, clock);
		Applier applier = new Applier(archive, (record, reason) -> setAside(kafka, topics, record, reason), meters);
		Archiver archiver = new Archiver(
				() -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
				topics.name(Topic.CHAT_MESSAGES), applier, archive, () -> Indexes.create(database), settings.backoff());
		Gauge.builder("recap.history.lag", archiver, Archiver::lag)
			.description("Records of chat-messages that wait to be archived")
			.register(meters);
		return archiver;
	}

	@Bean
	HealthIndicator archiverHealthIndicator(Archiver archiver) {
		return () -> (archiver.healthy() ? Health.up() : Health.outOfService()).withDetail("lag", archiver.lag())
			.build();
	}

	/** So rare that a producer of its own, made for the occasion, is cheaper. */
	static void setAside(KafkaProperties kafka, TopicSettings topics, ConsumerRecord<byte[], byte[]> record,
			String reason) {
		ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(topics.name(Topic.CHAT_MESSAGES_DLT), null,
				record.key(), record.value(), record.headers());
		RecordHeaders.explain(copy.headers(), reason, record.topic(), record.partition(), record.offset());
		Map<String, Object> properties = kafka.buildProducerProperties();
		properties.put(ProducerConfig.ACKS_CONFIG, "all");
		properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			producer.send(copy).get();
		}
		catch (ExecutionException ex) {
			throw new KafkaException("The dead-letter topic cannot be reached", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptException(ex);
		}
	}

}
