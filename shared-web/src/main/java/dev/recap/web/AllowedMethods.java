package dev.recap.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which methods are possible at a path where the one that was tried is not. */
final class AllowedMethods {

	private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT,
			HttpMethod.PATCH, HttpMethod.DELETE);

	private final Supplier<List<RouterFunction<?>>> routes;

	AllowedMethods(Supplier<List<RouterFunction<?>>> routes) {
		this.routes = routes;
	}

	/** None when there is nothing at the path. */
	Mono<Set<HttpMethod>> at(ServerWebExchange exchange) {
		return Flux.fromIterable(METHODS)
			.filterWhen((method) -> isPossible(as(method, exchange)))
			.collect(TreeSet::new, Set::add);
	}

	private Mono<Boolean> isPossible(ServerRequest request) {
		return Flux.fromIterable(this.routes.get()).concatMap((routes) -> routes.route(request)).hasElements();
	}

	private static ServerRequest as(HttpMethod method, ServerWebExchange exchange) {
		ServerWebExchange other = exchange.mutate().request((request) -> request.method(method)).build();
		return ServerRequest.create(new Untouched(other), List.of());
	}

	/** Keeps what a match notes in the attributes away from the next match. */
	private static final class Untouched extends ServerWebExchangeDecorator {

		private final Map<String, Object> attributes = new HashMap<>();

		Untouched(ServerWebExchange exchange) {
			super(exchange);
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

	}

}
