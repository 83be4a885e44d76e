package dev.recap.query.item;

import java.time.Clock;

import dev.recap.query.access.Guard;
import dev.recap.query.access.Participation;
import dev.recap.query.fresh.Changes;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Action items and decisions. */
@Configuration(proxyBeanMethods = false)
public class ItemConfiguration {

	@Bean
	Items queryItems(Store store, Conversations conversations, Participation queryParticipation) {
		return new Items(store, conversations, queryParticipation);
	}

	@Bean
	RouterFunction<ServerResponse> itemRoutes(Items queryItems, Lookup lookup, Guard queryGuard, Changes changes,
			Clock clock) {
		ItemHandler handler = new ItemHandler(queryItems, lookup, queryGuard, changes, clock);
		return RouterFunctions.route()
			.GET("/users/{user_id}/items", handler::ofUser)
			.GET("/chats/{conversation_id}/items", handler::ofConversation)
			.PATCH("/items/{item_id}", handler::change)
			.build();
	}

}
