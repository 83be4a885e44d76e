package dev.recap.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells browsers and caches in every answer to do nothing clever with it; a handler that
 * knows better says so in its turn.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SecurityHeaders implements WebFilter {

	private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

	private final @Nullable String transport;

	/** With a value for Strict-Transport-Security; none is sent when it is blank. */
	SecurityHeaders(@Nullable String transport) {
		this.transport = (transport == null || transport.isBlank()) ? null : transport;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("X-Frame-Options", "DENY");
		headers.set("Referrer-Policy", "no-referrer");
		headers.set("Content-Security-Policy", POLICY);
		headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
		if (this.transport != null) {
			headers.set("Strict-Transport-Security", this.transport);
		}
		return chain.filter(exchange);
	}

}
