package dev.recap.query.digest;

import dev.recap.query.access.Memberships;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.item.Items;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** What a user missed. */
@Configuration(proxyBeanMethods = false)
public class DigestConfiguration {

	@Bean
	RouterFunction<ServerResponse> digestRoutes(Store store, Conversations conversations, Lookup lookup,
			Memberships queryMemberships, Items queryItems) {
		DigestHandler handler = new DigestHandler(store, conversations, lookup, queryMemberships, queryItems);
		return RouterFunctions.route().GET("/users/{user_id}/digest", handler::digest).build();
	}

}
