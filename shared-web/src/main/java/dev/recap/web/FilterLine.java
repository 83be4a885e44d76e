package dev.recap.web;

import java.util.List;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Many filters as one: what Spring puts between any two of them (a deferral, a checkpoint
 * and its description, for each request) costs more than most of them do.
 */
final class FilterLine implements WebFilter {

	private final List<WebFilter> filters;

	private final List<DirectRoute> routes;

	FilterLine(List<WebFilter> filters, List<DirectRoute> routes) {
		this.filters = List.copyOf(filters);
		this.routes = List.copyOf(routes);
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return filter(exchange, chain, 0);
	}

	private Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain, int index) {
		try {
			if (index == this.filters.size()) {
				return handle(exchange, chain);
			}
			return this.filters.get(index).filter(exchange, (next) -> filter(next, chain, index + 1));
		}
		catch (RuntimeException ex) {
			return Mono.error(ex);
		}
	}

	private Mono<Void> handle(ServerWebExchange exchange, WebFilterChain chain) {
		for (DirectRoute route : this.routes) {
			if (route.matches(exchange)) {
				name(exchange, route.path());
				return route.handler().handle(exchange);
			}
		}
		return chain.filter(exchange);
	}

	/** For the metrics, as a mapping does. */
	private static void name(ServerWebExchange exchange, String path) {
		if (exchange.getAttribute(
				ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE) instanceof ServerRequestObservationContext observed) {
			observed.setPathPattern(path);
		}
	}

	@Override
	public String toString() {
		return "filters";
	}

}
