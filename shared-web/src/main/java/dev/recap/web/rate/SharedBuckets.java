package dev.recap.web.rate;

import java.util.concurrent.CompletableFuture;

import io.github.bucket4j.ConsumptionProbe;
import org.jspecify.annotations.Nullable;

/** What several instances have counted together. */
interface SharedBuckets {

	/** Takes one; null when that cannot be tried now, fails when it took too long. */
	@Nullable CompletableFuture<ConsumptionProbe> take(RateKey key);

	/** Takes more than there may be; answers the ns until what is missing is back. */
	@Nullable CompletableFuture<Long> takeAnyway(RateKey key, long count);

}
