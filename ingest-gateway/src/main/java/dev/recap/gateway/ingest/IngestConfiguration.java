package dev.recap.gateway.ingest;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import dev.recap.gateway.body.LimitSettings;
import dev.recap.gateway.body.BodyReader;
import dev.recap.gateway.publish.Publisher;
import dev.recap.web.DirectRoute;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/** Messages in: {@code POST /chats} and {@code WS /ws/chats}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitSettings.class)
public class IngestConfiguration {

	/** Before every other mapping: this is the path that has to be fast. */
	private static final int FIRST = -200;

	@Bean
	BodyReader bodyReader(LimitSettings limits) {
		return new BodyReader(limits);
	}

	@Bean
	ChatHandler ingestHandler(BodyReader bodies, LimitSettings limits, Publisher publisher, Clock clock) {
		return new ChatHandler(bodies, new SubmissionReader(limits, clock), new ChatWriter(publisher));
	}

	@Bean
	DirectRoute postChats(ChatHandler chats) {
		return new DirectRoute(HttpMethod.POST, "/chats", chats::post);
	}

	@Bean
	HandlerMapping ingestMapping(ChatHandler chats, LimitSettings limits, Publisher publisher, Clock clock,
			MeterRegistry meters) {
		ChatSocket socket = new ChatSocket(new SubmissionReader(limits, clock), new ChatWriter(publisher), limits,
				clock);
		Gauge.builder("recap.sockets", socket, ChatSocket::open).tag("kind", "chats").register(meters);
		WebHandler handler = (exchange) -> chats(chats, exchange);
		return new SimpleUrlHandlerMapping(Map.of("/chats", handler, "/ws/chats", socket), FIRST);
	}

	private static Mono<Void> chats(ChatHandler chats, ServerWebExchange exchange) {
		if (exchange.getRequest().getMethod() != HttpMethod.POST) {
			return Mono
				.error(new MethodNotAllowedException(exchange.getRequest().getMethod(), List.of(HttpMethod.POST)));
		}
		return chats.post(exchange);
	}

}
