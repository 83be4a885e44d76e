package dev.recap.gateway.ondemand;

import java.time.Clock;
import java.util.List;

import dev.recap.gateway.body.BodyReader;
import dev.recap.gateway.publish.KafkaConnection;
import dev.recap.gateway.publish.Publisher;
import dev.recap.gateway.tail.SummaryListener;
import dev.recap.observe.Traces;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.tail.TailProperties;
import dev.recap.web.tail.TopicTail;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Summaries on demand: {@code POST /chats/summarize}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OnDemandSettings.class)
public class OnDemandConfiguration {

	@Bean
	Waiting waitingForSummaries(OnDemandSettings settings) {
		return new Waiting(settings.waiting());
	}

	@Bean(initMethod = "start", destroyMethod = "close")
	TopicTail summariesTail(KafkaProperties kafka, TopicSettings topics, Waiting waiting,
			List<SummaryListener> listeners, Publisher publisher, Traces traces, MeterRegistry meters) {
		Answers answers = new Answers(waiting, listeners);
		Gauge.builder("recap.gateway.waiting", waiting, Waiting::size).tag("for", "summary").register(meters);
		return new TopicTail(TailProperties.of(kafka), topics.name(Topic.CONVERSATION_SUMMARIES), false,
				(record) -> deliver(record, answers, traces), publisher);
	}

	private static void deliver(ConsumerRecord<byte[], byte[]> record, Answers answers, Traces traces) {
		try (Traces.Work work = traces.work("deliver conversation-summaries", Span.Kind.CONSUMER,
				traces.of(record.headers()))) {
			work.tag("messaging.destination.name", record.topic());
			answers.accept(record);
		}
	}

	@Bean
	Summaries summariesOnDemand(Publisher publisher, KafkaConnection kafka, TopicSettings topics,
			TopicTail summariesTail, Waiting waiting, Clock clock) {
		return new Summaries(publisher, new LogEnd(kafka, topics), summariesTail, waiting, clock);
	}

	@Bean
	Participation participation(Summaries summaries, OnDemandSettings settings) {
		return new Participation(summaries, settings.timeout());
	}

	@Bean
	RouterFunction<ServerResponse> summarizeRoutes(BodyReader bodies, Summaries summaries, OnDemandSettings settings,
			@Value("${recap.rooms.default-room:lobby}") String defaultRoom) {
		SummarizeHandler handler = new SummarizeHandler(bodies, summaries, settings.timeout(), defaultRoom);
		return RouterFunctions.route()
			.POST("/chats/summarize", handler::summarize)
			.POST("/api/summarize", handler::room)
			.build();
	}

}
