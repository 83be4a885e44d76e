package dev.recap.web.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may call what: one row per method and path. Paths are matched as the routes match
 * them, by the same parser with the same settings, so that no other way to write a path
 * leads past its row.
 */
final class Rules {

	private static final List<Rule> TABLE = List.of(
	// @formatter:off
			// Anybody: what is needed to find out that, and how, to sign in.
			rule("GET", "/", Need.NOTHING),
			rule("GET", "/web/{version}/{*path}", Need.NOTHING),
			rule("GET", "/health/**", Need.NOTHING),

			// Messages in.
			rule("POST", "/chats", Need.INGEST),
			rule("POST", "/session", Need.INGEST),
			rule("POST", "/chat", Need.INGEST),
			rule("POST", "/conversations", Need.INGEST),
			rule("POST", "/conversations/{id}/end", Need.INGEST),
			rule("PATCH", "/conversations/{id}", Need.INGEST),
			rule("PATCH", "/items/{item_id}", Need.INGEST),
			socket("/ws", Need.INGEST),
			socket("/ws/chats", Need.INGEST),

			// History, summaries and lists out.
			rule("GET", "/chats/{conversation_id}", Need.READ),
			rule("GET", "/chats/{conversation_id}/summaries", Need.READ),
			rule("GET", "/chats/{conversation_id}/items", Need.READ),
			rule("POST", "/chats/summarize", Need.READ),
			rule("POST", "/api/summarize", Need.READ),
			rule("GET", "/api/messages", Need.READ),
			rule("GET", "/conversations", Need.READ),
			rule("GET", "/conversations/{id}", Need.READ),
			rule("GET", "/conversations/{id}/messages", Need.READ),
			rule("GET", "/session/{sessionId}/history", Need.READ),
			rule("GET", "/users/{user_id}/chats", Need.READ),
			rule("GET", "/users/{user_id}/digest", Need.READ),
			rule("GET", "/users/{user_id}/items", Need.READ),
			rule("POST", "/users/{user_id}/read", Need.READ),
			rule("GET", "/search", Need.READ),
			rule("GET", "/usage", Need.READ),
			socket("/ws/summarize", Need.READ),

			// Gone, for now or for good.
			rule("DELETE", "/chats/{conversation_id}", Need.DELETE),
			rule("DELETE", "/conversations/{id}", Need.DELETE),
			rule("POST", "/conversations/{id}/restore", Need.DELETE),
			rule("DELETE", "/users/{user_id}", Need.DELETE),
			rule("GET", "/users/{user_id}/erasure/{token}", Need.DELETE),

			// The service itself.
			rule("POST", "/ws/ticket", Need.CALLER),
			rule("GET", "/openapi.json", Need.CALLER),
			rule("GET", "/docs/**", Need.CALLER),
			rule("GET", "/metrics/**", Need.OPERATOR),
			rule("GET", "/config", Need.OPERATOR));
	// @formatter:on

	private static final Rule OTHERWISE = rule("GET", "/**", Need.CALLER);

	private static final Map<HttpMethod, Map<String, Rule>> LITERAL = literal();

	private Rules() {
	}

	/**
	 * One row.
	 *
	 * @param ticket whether a ticket in the query authenticates its caller, as a
	 * browser's WebSocket can send no header
	 */
	record Rule(HttpMethod method, PathPattern path, Need need, boolean ticket) {
	}

	/**
	 * The row of a request. What is in none of them is nothing anybody offers, which is
	 * said only to those who are let in.
	 */
	static Rule of(ServerHttpRequest request) {
		HttpMethod method = (request.getMethod() == HttpMethod.HEAD) ? HttpMethod.GET : request.getMethod();
		return of(method, request.getPath().pathWithinApplication());
	}

	static Rule of(HttpMethod method, PathContainer path) {
		Map<String, Rule> known = LITERAL.get(method);
		Rule literal = (known != null) ? known.get(path.value()) : null;
		return (literal != null) ? literal : matching(method, path);
	}

	private static Rule matching(HttpMethod method, PathContainer path) {
		for (Rule rule : TABLE) {
			if (rule.method().equals(method) && rule.path().matches(path)) {
				return rule;
			}
		}
		return OTHERWISE;
	}

	private static Map<HttpMethod, Map<String, Rule>> literal() {
		Map<HttpMethod, Map<String, Rule>> rules = new HashMap<>();
		for (Rule rule : TABLE) {
			if (!rule.path().hasPatternSyntax()) {
				rules.computeIfAbsent(rule.method(), (method) -> new HashMap<>())
					.put(rule.path().getPatternString(), rule);
			}
		}
		return rules;
	}

	private static Rule rule(String method, String path, Need need) {
		return new Rule(HttpMethod.valueOf(method), PathPatternParser.defaultInstance.parse(path), need, false);
	}

	private static Rule socket(String path, Need need) {
		return new Rule(HttpMethod.GET, PathPatternParser.defaultInstance.parse(path), need, true);
	}

}
