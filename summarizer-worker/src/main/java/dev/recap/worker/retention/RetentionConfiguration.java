package dev.recap.worker.retention;

import java.time.Clock;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.archive.ArchiveSettings;
import dev.recap.worker.archive.Archives;
import dev.recap.worker.archive.Bucket;
import dev.recap.worker.history.Leadership;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Retention, where the log is archived. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.HISTORY)
@DependsOn("topics")
@EnableConfigurationProperties({ RetentionSettings.class, ArchiveSettings.class })
public class RetentionConfiguration {

	@Bean
	@ConditionalOnExpression("'${recap.archive.bucket:}' != ''")
	Bucket archiveBucket(ArchiveSettings settings) {
		return Bucket.open(settings);
	}

	@Bean
	EventLog retentionLog(KafkaProperties kafka, TopicSettings topics) {
		return new EventLog(kafka.buildProducerProperties(), topics.name(Topic.CHAT_MESSAGES));
	}

	@Bean
	RetentionLoop retentionLoop(RetentionSettings settings, ArchiveSettings archive, ObjectProvider<Bucket> bucket,
			EventLog log, MongoDatabase database, Leadership leadership, Clock clock, MeterRegistry meters) {
		Archives archives = archives(bucket.getIfAvailable(), database, clock, meters);
		RetentionLoop retention = new RetentionLoop((loop) -> {
			Sweep sweep = new Sweep(database, log, archives, settings, loop::mayGoOn, clock, meters);
			loop.step("end idle sessions", sweep::endIdleSessions);
			loop.step("erase from the bucket", sweep::eraseArchived);
			if (archive.ended()) {
				loop.step("archive what has ended", sweep::archiveEnded);
			}
			loop.step("erase what has expired", sweep::expire);
		}, leadership, settings.interval());
		Gauge.builder("recap.archive.away", retention, (loop) -> loop.away() ? 1 : 0)
			.description("Whether the archive bucket did not answer when it was last asked")
			.register(meters);
		return retention;
	}

	private static @Nullable Archives archives(@Nullable Bucket bucket, MongoDatabase database, Clock clock,
			MeterRegistry meters) {
		return (bucket != null) ? new Archives(bucket, database, clock, meters) : null;
	}

}
