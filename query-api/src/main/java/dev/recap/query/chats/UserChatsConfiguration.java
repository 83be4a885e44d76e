package dev.recap.query.chats;

import dev.recap.query.access.Memberships;
import dev.recap.query.fresh.Freshness;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The conversations of a user. */
@Configuration(proxyBeanMethods = false)
public class UserChatsConfiguration {

	@Bean
	RouterFunction<ServerResponse> userChatsRoutes(Store store, Conversations conversations, Freshness freshness,
			Memberships queryMemberships) {
		UserChatsHandler handler = new UserChatsHandler(store, conversations, freshness, queryMemberships);
		return RouterFunctions.route().GET("/users/{user_id}/chats", handler::chats).build();
	}

}
