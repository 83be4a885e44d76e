package dev.recap.query.conversation;

import java.time.Clock;

import dev.recap.query.access.Guard;
import dev.recap.query.access.Memberships;
import dev.recap.query.cache.HotReads;
import dev.recap.query.fresh.Changes;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Conversations as resources. */
@Configuration(proxyBeanMethods = false)
public class ConversationConfiguration {

	@Bean
	RouterFunction<ServerResponse> conversationRoutes(Store store, Conversations conversations, Lookup lookup,
			Guard queryGuard, Memberships queryMemberships, Changes changes, Clock clock, HotReads queryHotReads,
			@Value("${recap.limits.metadata:8KB}") DataSize metadata) {
		ConversationHandler handler = new ConversationHandler(store, conversations, lookup, queryGuard,
				queryMemberships, changes, clock, metadata.toBytes());
		MessagesHandler messages = new MessagesHandler(store, queryGuard, queryHotReads);
		return RouterFunctions.route()
			.GET("/conversations", handler::list)
			.GET("/conversations/{id}", handler::one)
			.PATCH("/conversations/{id}", handler::change)
			.GET("/conversations/{id}/messages", messages::messages)
			.GET("/session/{sessionId}/history", messages::history)
			.build();
	}

}
