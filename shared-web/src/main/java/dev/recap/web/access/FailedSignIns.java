package dev.recap.web.access;

import dev.recap.web.ApiException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Hears of every credential that is not good, so that nobody tries them at full speed.
 */
public interface FailedSignIns {

	/**
	 * What the sender of such a credential is told.
	 * @return the refusal itself, or that there were too many of them
	 */
	Mono<ApiException> answer(ServerWebExchange exchange, ApiException refusal);

}
