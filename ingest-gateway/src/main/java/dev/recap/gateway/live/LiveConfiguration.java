package dev.recap.gateway.live;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import dev.recap.gateway.ondemand.Participation;
import dev.recap.gateway.publish.Publisher;
import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.topic.Topic;
import dev.recap.web.tail.TopicTail;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/** Live summaries: {@code WS /ws/summarize}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveSettings.class)
public class LiveConfiguration {

	private static final int FIRST = -190;

	@Bean
	Watchers watchers(LiveSettings settings, MeterRegistry meters) {
		Watchers watchers = new Watchers(settings.farewell());
		Gauge.builder("recap.sockets", watchers, Watchers::size).tag("kind", "summarize").register(meters);
		return watchers;
	}

	@Bean
	HandlerMapping liveMapping(Watchers watchers, Participation participation, LiveSettings settings,
			Publisher publisher, Clock clock, TopicTail messagesTail) {
		// An end that comes after the answer must not be missed.
		LiveSocket socket = new LiveSocket(watchers, participation,
				(conversation) -> messagesTail.attend().thenRun(() -> ask(publisher, conversation, clock)), settings,
				clock);
		return new SimpleUrlHandlerMapping(Map.of("/ws/summarize", socket), FIRST);
	}

	/** What there is already comes back over the summaries' topic, like every update. */
	private static void ask(Publisher publisher, String conversation, Clock clock) {
		SummaryRequest request = SummaryRequest.onDemand(conversation, SummaryType.ROLLING, null, clock.instant());
		publisher.publish(Topic.SUMMARY_REQUESTS, conversation.getBytes(StandardCharsets.UTF_8),
				List.of(Json.bytes(request)));
	}

}
