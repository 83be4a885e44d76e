package dev.recap.worker.window;

import java.util.Properties;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The Streams app. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.WINDOW)
@DependsOn("topics")
@EnableConfigurationProperties(WindowSettings.class)
public class WindowConfiguration {

	@Bean
	WindowStreams windowStreams(KafkaProperties kafka, WindowSettings settings, TopicSettings topics,
			ObjectProvider<MeterRegistry> registries) {
		MeterRegistry registry = registries.getIfAvailable(() -> Metrics.globalRegistry);
		Properties properties = StreamsProperties.of(kafka.buildStreamsProperties(), settings, topics);
		ChangelogPartitions changelogs = new ChangelogPartitions(kafka.buildAdminProperties(),
				topics.name(Topic.CHAT_MESSAGES), WindowTopology.changelogs(settings.applicationId()));
		return new WindowStreams(new WindowTopology(settings, topics, registry).build(), properties, changelogs,
				registry, settings);
	}

	@Bean
	WindowHealthIndicator windowHealthIndicator(WindowStreams streams) {
		return new WindowHealthIndicator(streams);
	}

}
