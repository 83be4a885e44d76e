package dev.recap.web;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which methods are possible at a path where the one that was tried is not. */
final class AllowedMethods {

	private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT,
			HttpMethod.PATCH, HttpMethod.DELETE);

	private final Supplier<? extends @Nullable RouterFunction<?>> routes;

	AllowedMethods(Supplier<? extends @Nullable RouterFunction<?>> routes) {
		this.routes = routes;
	}

	/** None when there is nothing at the path. */
	Mono<Set<HttpMethod>> at(ServerWebExchange exchange) {
		RouterFunction<?> all = this.routes.get();
		if (all == null) {
			return Mono.just(Set.of());
		}
		return Flux.fromIterable(METHODS)
			.filterWhen((method) -> all.route(as(method, exchange)).hasElement())
			.collect(TreeSet::new, Set::add);
	}

	private static ServerRequest as(HttpMethod method, ServerWebExchange exchange) {
		ServerWebExchange other = exchange.mutate().request((request) -> request.method(method)).build();
		return ServerRequest.create(other, List.of());
	}

}
