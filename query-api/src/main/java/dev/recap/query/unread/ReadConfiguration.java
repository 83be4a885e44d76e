package dev.recap.query.unread;

import java.time.Clock;

import dev.recap.query.access.Guard;
import dev.recap.query.fresh.Changes;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Read markers. */
@Configuration(proxyBeanMethods = false)
public class ReadConfiguration {

	@Bean
	RouterFunction<ServerResponse> readRoutes(Store store, Conversations conversations, Lookup lookup, Guard queryGuard,
			Changes changes, Clock clock) {
		ReadHandler handler = new ReadHandler(store, conversations, lookup, queryGuard, changes, clock);
		return RouterFunctions.route().POST("/users/{user_id}/read", handler::read).build();
	}

}
