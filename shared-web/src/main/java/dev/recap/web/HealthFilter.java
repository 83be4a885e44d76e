package dev.recap.web;

import java.util.List;

import org.springframework.http.server.PathContainer.Element;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.PathContainer.Separator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Knows nothing below the parts of {@code /health}, where Boot would fail with a 500. */
final class HealthFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return isBelowPart(exchange.getRequest().getPath().pathWithinApplication().elements())
				? Mono.error(ApiException.notFound("There is nothing here")) : chain.filter(exchange);
	}

	private static boolean isBelowPart(List<Element> path) {
		return path.size() > 4 && path.get(1) instanceof PathSegment first && first.valueToMatch().equals("health")
				&& path.stream().filter(Separator.class::isInstance).count() > 2;
	}

}
