package dev.recap.query.erase;

import java.time.Clock;

import dev.recap.query.access.Guard;
import dev.recap.query.fresh.Changes;
import dev.recap.query.fresh.Freshness;
import dev.recap.query.log.ChatLog;
import dev.recap.query.page.Parameters;
import dev.recap.query.store.Store;
import dev.recap.schema.topic.TrimSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Deletes, hard and soft. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EraseSettings.class)
public class EraseConfiguration {

	@Bean
	RouterFunction<ServerResponse> eraseRoutes(ChatLog log, Guard queryGuard, Freshness freshness,
			EraseSettings settings, TrimSettings trim, Clock clock, Changes changes, Store store) {
		EraseHandler handler = new EraseHandler(log, queryGuard, freshness, settings, trim, clock);
		HideHandler hider = new HideHandler(queryGuard, changes, clock);
		UserHandler users = new UserHandler(store, log, freshness, clock);
		return RouterFunctions.route()
			.DELETE("/chats/{conversation_id}", handler::erase)
			.DELETE("/conversations/{conversation_id}",
					(request) -> isSoft(request) ? hider.hide(request) : handler.erase(request))
			.POST("/conversations/{conversation_id}/restore", hider::restore)
			.DELETE("/users/{user_id}", users::erase)
			.GET("/users/{user_id}/erasure/{token}", users::status)
			.build();
	}

	private static boolean isSoft(ServerRequest request) {
		Parameters parameters = Parameters.of(request);
		boolean soft = parameters.flag("soft", true);
		parameters.check();
		return soft;
	}

}
