package dev.recap.web;

import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A handler that is reached without a search through all mappings, for what is asked
 * thousands of times a second. Other spellings of its path go the long way, so a mapping
 * has to know it too.
 *
 * @param path as it is written in requests; its last part may be a variable
 */
public record DirectRoute(HttpMethod method, String path, Handler handler) {

	/** Answers a request that has passed every filter. */
	public interface Handler {

		Mono<Void> handle(ServerWebExchange exchange);

	}

	boolean matches(ServerWebExchange exchange) {
		if (exchange.getRequest().getMethod() != this.method) {
			return false;
		}
		String asked = exchange.getRequest().getPath().pathWithinApplication().value();
		int variable = this.path.indexOf('{');
		return (variable < 0) ? asked.equals(this.path) : asked.length() > variable
				&& asked.regionMatches(0, this.path, 0, variable) && isPlain(asked, variable);
	}

	/** Whether there is one part, with nothing to decode in it. */
	private static boolean isPlain(String asked, int from) {
		for (int i = from; i < asked.length(); i++) {
			char c = asked.charAt(i);
			boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!plain && c != '-' && c != '_') {
				return false;
			}
		}
		return true;
	}

}
