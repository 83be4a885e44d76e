package dev.recap.query.history;

import dev.recap.query.access.Guard;
import dev.recap.query.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The messages of a conversation. */
@Configuration(proxyBeanMethods = false)
public class HistoryConfiguration {

	@Bean
	RouterFunction<ServerResponse> historyRoutes(Store store, Guard queryGuard) {
		HistoryHandler handler = new HistoryHandler(store, queryGuard);
		return RouterFunctions.route().GET("/chats/{conversation_id}", handler::history).build();
	}

}
