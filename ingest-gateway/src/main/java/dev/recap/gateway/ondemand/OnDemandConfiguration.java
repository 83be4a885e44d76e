package dev.recap.gateway.ondemand;

import java.time.Clock;
import java.util.Map;

import dev.recap.gateway.body.BodyReader;
import dev.recap.gateway.publish.KafkaConnection;
import dev.recap.gateway.publish.Publisher;
import dev.recap.gateway.tail.TopicTail;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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
	TopicTail summariesTail(KafkaProperties kafka, TopicSettings topics, Waiting waiting) {
		Map<String, Object> properties = kafka.buildConsumerProperties();
		properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
		properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
		properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
		return new TopicTail(properties, topics.name(Topic.CONVERSATION_SUMMARIES), false,
				new Answers(waiting)::accept);
	}

	@Bean
	RouterFunction<ServerResponse> summarizeRoutes(BodyReader bodies, Publisher publisher, KafkaConnection kafka,
			TopicSettings topics, TopicTail summariesTail, Waiting waiting, OnDemandSettings settings, Clock clock) {
		Summaries summaries = new Summaries(publisher, new LogEnd(kafka, topics), summariesTail, waiting, clock);
		SummarizeHandler handler = new SummarizeHandler(bodies, summaries, settings.timeout());
		return RouterFunctions.route().POST("/chats/summarize", handler::summarize).build();
	}

}
