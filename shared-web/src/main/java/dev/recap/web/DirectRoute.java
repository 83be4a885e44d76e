package dev.recap.web;

import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A handler that is reached without a search through all mappings, for what is asked
 * thousands of times a second. Other spellings of its path go the long way, so a mapping
 * has to know it too.
 *
 * @param path as it is written in requests, without variables
 */
public record DirectRoute(HttpMethod method, String path, Handler handler) {

	/** Answers a request that has passed every filter. */
	public interface Handler {

		Mono<Void> handle(ServerWebExchange exchange);

	}

	boolean matches(ServerWebExchange exchange) {
		return exchange.getRequest().getMethod() == this.method
				&& exchange.getRequest().getPath().pathWithinApplication().value().equals(this.path);
	}

}
