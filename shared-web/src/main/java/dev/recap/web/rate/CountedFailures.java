package dev.recap.web.rate;

import java.util.concurrent.CompletableFuture;

import dev.recap.web.ApiException;
import dev.recap.web.access.FailedSignIns;
import io.github.bucket4j.ConsumptionProbe;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Counts what each client address sends of credentials that are not good; beyond its
 * limit it hears no more about them than that they were too many.
 */
final class CountedFailures implements FailedSignIns {

	private final RateLimits limits;

	CountedFailures(RateLimits limits) {
		this.limits = limits;
	}

	@Override
	public Mono<ApiException> answer(ServerWebExchange exchange, ApiException refusal) {
		RateKey key = RateKey.ofFailures(exchange);
		CompletableFuture<ConsumptionProbe> shared = this.limits.takeShared(key);
		return ((shared == null) ? Mono.fromSupplier(() -> this.limits.takeHere(key))
				: RateFilter.answered(exchange, shared))
			.map((probe) -> probe.isConsumed() ? refusal : tooMany(exchange, key, probe));
	}

	private ApiException tooMany(ServerWebExchange exchange, RateKey key, ConsumptionProbe probe) {
		return RateLimits.exceeded("failed sign-ins",
				RateFilter.tell(exchange, this.limits.settings().perMinute(key), probe));
	}

}
