package dev.recap.query.erase;

import java.time.Clock;

import dev.recap.query.fresh.Freshness;
import dev.recap.query.log.ChatLog;
import dev.recap.query.store.Conversations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Hard deletes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EraseSettings.class)
public class EraseConfiguration {

	@Bean
	RouterFunction<ServerResponse> eraseRoutes(ChatLog log, Conversations conversations, Freshness freshness,
			EraseSettings settings, Clock clock) {
		EraseHandler handler = new EraseHandler(log, conversations, freshness, settings, clock);
		return RouterFunctions.route().DELETE("/chats/{conversation_id}", handler::erase).build();
	}

}
