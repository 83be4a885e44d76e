package dev.recap.worker.trim;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.schema.topic.TrimSettings;
import dev.recap.worker.history.Leadership;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.env.Environment;

/** Trimming of the log, where it is archived. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.HISTORY)
@DependsOn("topics")
public class TrimConfiguration {

	private static final String TRANSACTIONAL_ID = "recap-trim";

	@Bean(destroyMethod = "close")
	TrimLoop trimLoop(KafkaProperties kafka, TopicSettings topics, TrimSettings settings, MongoDatabase database,
			Leadership leadership, Environment environment, Clock clock, MeterRegistry meters) {
		Log log = new Log(kafka.buildAdminProperties());
		String messages = topics.name(Topic.CHAT_MESSAGES);
		List<String> groups = groups(environment, settings);
		Trimmer trimmer = new Trimmer(log, new Nudge(kafka.buildProducerProperties(), TRANSACTIONAL_ID),
				new Trimmer.Topics(messages,
						List.of(topics.name(Topic.CONVERSATION_SUMMARIES), topics.name(Topic.PRESENCE))),
				() -> applied(log, groups, database, messages), settings, clock, meters);
		return new TrimLoop(trimmer, log, leadership, settings.interval());
	}

	/**
	 * Everyone who reads the whole log; the roles may run elsewhere, so by their names.
	 */
	private static List<String> groups(Environment environment, TrimSettings settings) {
		List<String> groups = new ArrayList<>(settings.readers());
		groups.add(environment.getProperty("recap.history.group-id", "recap-archiver"));
		groups.add(environment.getProperty("recap.window.application-id", "recap-windows"));
		groups.add(environment.getProperty("recap.summary.tombstone-group-id", "recap-summary-tombstones"));
		return groups;
	}

	private static List<Map<TopicPartition, Long>> applied(Log log, List<String> groups, MongoDatabase database,
			String messages) {
		List<Map<TopicPartition, Long>> applied = new ArrayList<>();
		groups.forEach((group) -> applied.add(log.committed(group)));
		Map<TopicPartition, Long> archived = new HashMap<>();
		for (Document each : database.getCollection(ProgressDocument.COLLECTION).find().batchSize(1000)) {
			ProgressDocument progress = ProgressDocument.from(each);
			archived.put(new TopicPartition(messages, progress.partition()), progress.next());
		}
		applied.add(archived);
		return applied;
	}

}
