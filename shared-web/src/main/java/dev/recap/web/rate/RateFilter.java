package dev.recap.web.rate;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.recap.web.EventLoops;
import io.github.bucket4j.ConsumptionProbe;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets through what is within its caller's limit, and says in every answer what is left:
 * {@code RateLimit-Limit}, {@code RateLimit-Remaining} and {@code RateLimit-Reset} as in
 * draft-ietf-httpapi-ratelimit-headers-06.
 */
@Order(RateFilter.ORDER)
final class RateFilter implements WebFilter {

	/** Right after the filter that finds out who calls. */
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 110;

	static final String LIMIT = "RateLimit-Limit";

	static final String REMAINING = "RateLimit-Remaining";

	static final String RESET = "RateLimit-Reset";

	private final RateLimits limits;

	RateFilter(RateLimits limits) {
		this.limits = limits;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String path = exchange.getRequest().getPath().pathWithinApplication().value();
		if (!Counted.is(path)) {
			return chain.filter(exchange);
		}
		boolean model = Counted.mayCallModel(path) && exchange.getRequest().getMethod() == HttpMethod.POST;
		RateKey key = RateKey.of(exchange, model);
		CompletableFuture<ConsumptionProbe> shared = this.limits.takeShared(key);
		return (shared == null) ? decide(exchange, chain, key, this.limits.takeHere(key))
				: answered(exchange, shared).flatMap((probe) -> decide(exchange, chain, key, probe));
	}

	/** One thread has Redis' answers for every connection: it must not serve them. */
	static Mono<ConsumptionProbe> answered(ServerWebExchange exchange, CompletableFuture<ConsumptionProbe> shared) {
		return Mono.fromFuture(shared.thenApplyAsync(Function.identity(), EventLoops.of(exchange.getRequest())), true);
	}

	/** Says what is left; answers how many ns are to be waited. */
	static long tell(ServerWebExchange exchange, int limit, ConsumptionProbe probe) {
		long wait = probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill();
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set(LIMIT, Integer.toString(limit));
		headers.set(REMAINING, Long.toString(probe.getRemainingTokens()));
		headers.set(RESET, Long.toString(RateLimits.seconds(wait)));
		return wait;
	}

	private Mono<Void> decide(ServerWebExchange exchange, WebFilterChain chain, RateKey key, ConsumptionProbe probe) {
		long wait = tell(exchange, this.limits.settings().perMinute(key), probe);
		return probe.isConsumed() ? chain.filter(exchange)
				: Mono.error(RateLimits.exceeded(key.model() ? "requests to the model" : "requests", wait));
	}

}
