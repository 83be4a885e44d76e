package dev.recap.gateway.about;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.recap.gateway.body.LimitSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** {@code GET /}: what this is and where to go from here. */
@Configuration(proxyBeanMethods = false)
public class AboutConfiguration {

	@Bean
	RouterFunction<ServerResponse> aboutRoutes(LimitSettings limits, List<Shown> shown) {
		Map<String, Object> configuration = configuration(limits, shown);
		return RouterFunctions.route()
			.GET("/", (request) -> ServerResponse.ok().bodyValue(information()))
			.GET("/config", (request) -> ServerResponse.ok().bodyValue(configuration))
			.build();
	}

	private static Map<String, Object> configuration(LimitSettings limits, List<Shown> shown) {
		Map<String, Object> configuration = new TreeMap<>();
		configuration.put("limits.message", limits.message().toBytes());
		configuration.put("limits.body", limits.body().toBytes());
		configuration.put("limits.metadata", limits.metadata().toBytes());
		configuration.put("limits.batch", limits.batch());
		for (Shown feature : shown) {
			feature.settings().forEach((name, value) -> configuration.put(feature.prefix() + "." + name, value));
		}
		return configuration;
	}

	private static Map<String, Object> information() {
		Map<String, Object> endpoints = new LinkedHashMap<>();
		endpoints.put("post_messages", "POST /chats");
		endpoints.put("stream_messages", "WS /ws/chats");
		endpoints.put("summarize", "POST /chats/summarize");
		endpoints.put("read_conversation", "GET /chats/{conversation_id}");
		endpoints.put("list_conversations", "GET /users/{user_id}/chats");
		endpoints.put("health", "GET /health");
		endpoints.put("metrics", "GET /metrics");
		endpoints.put("docs", "GET /docs");
		Map<String, Object> information = new LinkedHashMap<>();
		information.put("name", "Recap");
		information.put("description", "What was said, decided and promised in every chat, with proof.");
		information.put("status", "running");
		information.put("endpoints", endpoints);
		return information;
	}

}
