package dev.recap.query.history;

import dev.recap.query.access.Guard;
import dev.recap.query.cache.HotReads;
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
	RouterFunction<ServerResponse> historyRoutes(Store store, Guard queryGuard, HotReads queryHotReads) {
		HistoryHandler handler = new HistoryHandler(store, queryGuard, queryHotReads);
		return RouterFunctions.route().GET("/chats/{conversation_id}", handler::history).build();
	}

}
