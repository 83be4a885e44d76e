package dev.recap.gateway.ticket;

import java.time.Clock;
import java.util.Collections;
import java.util.concurrent.TimeUnit;

import dev.recap.gateway.publish.Publisher;
import dev.recap.schema.topic.Topic;
import dev.recap.web.access.Caller;
import dev.recap.web.access.Tickets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code POST /ws/ticket}. */
@Configuration(proxyBeanMethods = false)
public class TicketConfiguration {

	private static final long SWEEP_SECONDS = 10;

	@Bean
	Tickets tickets(Publisher publisher, Clock clock) {
		return new Tickets((key, value) -> publisher.publish(Topic.ACCESS_KEYS, key, Collections.singletonList(value)),
				clock);
	}

	@Bean(destroyMethod = "dispose")
	Disposable ticketSweep(Tickets tickets) {
		return Schedulers.parallel()
			.schedulePeriodically(tickets::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
	}

	@Bean
	RouterFunction<ServerResponse> ticketRoutes(Tickets tickets) {
		return RouterFunctions.route().POST("/ws/ticket", (request) -> issue(request, tickets)).build();
	}

	private static Mono<ServerResponse> issue(ServerRequest request, Tickets tickets) {
		return tickets.issue(Caller.of(request.exchange()))
			.flatMap((issued) -> ServerResponse.status(HttpStatus.CREATED)
				.cacheControl(CacheControl.noStore())
				.bodyValue(issued));
	}

}
