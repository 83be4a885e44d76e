package dev.recap.gateway.chat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.time.Clock;
import java.util.List;

import dev.recap.gateway.about.Shown;
import dev.recap.gateway.body.BodyReader;
import dev.recap.gateway.ondemand.Participation;
import dev.recap.gateway.publish.Publisher;
import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyCancelled;
import dev.recap.schema.reply.ReplyRequest;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.RequestTrace;
import dev.recap.web.tail.TailProperties;
import dev.recap.web.tail.TopicTail;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The chat front: sessions, chats and conversations. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChatSettings.class)
public class ChatConfiguration {

	@Bean
	Shown shownChat(ChatSettings settings) {
		return new Shown("assistant",
				Map.of("model", (settings.model() != null) ? settings.model() : "", "models", settings.models(),
						"max-input-length", settings.maxInputLength(), "reply-timeout", settings.replyTimeout()));
	}

	@Bean
	Replies replies(ChatSettings settings, MeterRegistry meters) {
		Replies replies = new Replies(settings.maxWaiting());
		Gauge.builder("recap.gateway.waiting", replies, Replies::size).tag("for", "reply").register(meters);
		return replies;
	}

	@Bean(initMethod = "start", destroyMethod = "close")
	TopicTail repliesTail(KafkaProperties kafka, TopicSettings topics, Replies replies, Publisher publisher) {
		return new TopicTail(TailProperties.of(kafka), topics.name(Topic.REPLY_CHUNKS), false, replies::take,
				publisher);
	}

	@Bean
	RouterFunction<ServerResponse> chatRoutes(BodyReader bodies, Publisher publisher, Replies replies,
			ChatSettings settings, Clock clock, TopicTail repliesTail, Participation participation) {
		ChatLog log = new ChatLog(publisher);
		ChatHandler chats = new ChatHandler(bodies, log, replies, settings, clock, repliesTail::ready);
		ConversationHandler conversations = new ConversationHandler(bodies, log, participation, clock);
		return RouterFunctions.route()
			.POST("/session", conversations::session)
			.POST("/chat", chats::chat)
			.POST("/conversations", conversations::create)
			.POST("/conversations/{id}/end", conversations::end)
			.build();
	}

	/** Where a chat is written. */
	static final class ChatLog {

		private final Publisher publisher;

		ChatLog(Publisher publisher) {
			this.publisher = publisher;
		}

		Mono<Position> publish(ChatEvent event) {
			return Mono.deferContextual(
					(subscriber) -> Mono.fromFuture(this.publisher.publish(event, RequestTrace.of(subscriber)), true));
		}

		Mono<Void> request(ReplyRequest request) {
			byte[] key = request.conversationId().getBytes(StandardCharsets.UTF_8);
			return Mono
				.deferContextual((subscriber) -> Mono.fromFuture(this.publisher.publish(Topic.REPLY_REQUESTS, key,
						List.of(Json.bytes(request)), RequestTrace.of(subscriber)), true))
				.then();
		}

		void cancel(String requestId) {
			byte[] value = Json.mapper().writerFor(ReplyEvent.class).writeValueAsBytes(new ReplyCancelled(requestId));
			this.publisher.publish(Topic.REPLY_CHUNKS, requestId.getBytes(StandardCharsets.UTF_8), List.of(value));
		}

	}

}
