package dev.recap.query.search;

import dev.recap.query.access.Memberships;
import dev.recap.query.access.Participation;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Search. */
@Configuration(proxyBeanMethods = false)
public class SearchConfiguration {

	@Bean
	RouterFunction<ServerResponse> searchRoutes(Store store, Conversations conversations, Lookup lookup,
			Participation queryParticipation, Memberships queryMemberships) {
		SearchHandler handler = new SearchHandler(store, conversations, lookup, queryParticipation, queryMemberships);
		return RouterFunctions.route().GET("/search", handler::search).build();
	}

}
