package dev.recap.gateway.about;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** {@code GET /}: what this is and where to go from here. */
@Configuration(proxyBeanMethods = false)
public class AboutConfiguration {

	/** What {@code GET /config} shows, with what holds where nothing is set. */
	private static final Map<String, String> SHOWN = new TreeMap<>(Map.of("window.idle", "30s", "limits.message",
			"64KB", "limits.body", "4MB", "assistant.model", "", "assistant.models", "", "assistant.mode", "summary",
			"assistant.max-input-length", "10000", "summary.model", "", "rooms.default-room", "lobby"));

	@Bean
	RouterFunction<ServerResponse> aboutRoutes(Environment environment) {
		return RouterFunctions.route()
			.GET("/", (request) -> ServerResponse.ok().bodyValue(information()))
			.GET("/config", (request) -> ServerResponse.ok().bodyValue(configuration(environment)))
			.build();
	}

	/** The settings named here and no others, so that none of them is a secret. */
	private static Map<String, Object> configuration(Environment environment) {
		Map<String, Object> configuration = new LinkedHashMap<>();
		SHOWN
			.forEach((name, otherwise) -> configuration.put(name, environment.getProperty("recap." + name, otherwise)));
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
