package dev.recap.query.summaries;

import dev.recap.query.access.Guard;
import dev.recap.query.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The stored summaries of a conversation. */
@Configuration(proxyBeanMethods = false)
public class SummariesConfiguration {

	@Bean
	RouterFunction<ServerResponse> storedSummariesRoutes(Store store, Guard queryGuard) {
		SummariesHandler handler = new SummariesHandler(store, queryGuard);
		return RouterFunctions.route().GET("/chats/{conversation_id}/summaries", handler::summaries).build();
	}

}
