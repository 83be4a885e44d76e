package dev.recap.gateway;

import java.security.Principal;
import java.util.Set;

import dev.recap.web.access.Caller;
import dev.recap.web.access.Scope;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Takes {@code ?caller=user:ann}, {@code user:root:admin} or {@code service:billing} for
 * who calls, after whoever else looks; without it nothing changes.
 */
final class TestCallers implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1000;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String named = exchange.getRequest().getQueryParams().getFirst("caller");
		if (named == null) {
			return chain.filter(exchange);
		}
		Caller caller = caller(named.split(":"));
		exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
		return chain.filter(exchange.mutate().principal(Mono.<Principal>just(caller)).build());
	}

	private static Caller caller(String[] parts) {
		Set<Scope> scopes = (parts.length > 2) ? Set.of(Scope.ADMIN) : Set.of(Scope.INGEST, Scope.READ);
		return parts[0].equals("user") ? new Caller.User(parts[1], scopes) : new Caller.Service(parts[1], scopes);
	}

}
