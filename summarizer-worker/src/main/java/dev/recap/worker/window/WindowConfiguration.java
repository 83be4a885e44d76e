package dev.recap.worker.window;

import java.time.Clock;
import java.util.Properties;

import dev.recap.observe.Lag;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.ReadinessSettings;
import dev.recap.worker.role.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.apache.kafka.streams.KafkaStreams.State;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The Streams app. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.WINDOW)
@DependsOn("topics")
@EnableConfigurationProperties({ WindowSettings.class, ReadinessSettings.class })
public class WindowConfiguration {

	@Bean
	WindowStreams windowStreams(KafkaProperties kafka, WindowSettings settings, TopicSettings topics,
			ObjectProvider<MeterRegistry> registries, Clock clock) {
		MeterRegistry registry = registries.getIfAvailable(() -> Metrics.globalRegistry);
		Properties properties = StreamsProperties.of(kafka.buildStreamsProperties(), settings, topics);
		ChangelogPartitions changelogs = new ChangelogPartitions(kafka.buildAdminProperties(),
				topics.name(Topic.CHAT_MESSAGES), WindowTopology.changelogs(settings.applicationId()));
		WindowTopology topology = new WindowTopology(settings, topics, registry);
		WindowStreams streams = new WindowStreams(topology.build(), properties, changelogs, registry, settings);
		topology.onRead(Lag.shown(registry, "window", clock, streams::lag)::workedOff);
		return streams;
	}

	@Bean
	WindowHealthIndicator windowHealthIndicator(WindowStreams streams) {
		return new WindowHealthIndicator(streams);
	}

	@Bean
	HealthIndicator rebalanceReadinessHealthIndicator(WindowStreams streams, ReadinessSettings settings) {
		return () -> {
			boolean late = streams.state() == State.REBALANCING
					&& streams.inState().compareTo(settings.rebalance()) > 0;
			return (late ? Health.outOfService() : Health.up()).withDetail("limit", settings.rebalance()).build();
		};
	}

}
