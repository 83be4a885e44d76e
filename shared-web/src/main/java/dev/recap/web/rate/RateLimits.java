package dev.recap.web.rate;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.recap.web.ApiException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** Counts what callers ask for: in this instance, or together with others. */
public final class RateLimits {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final RateSettings settings;

	private final LocalBuckets local;

	private final @Nullable SharedBuckets shared;

	private final Clock clock;

	RateLimits(RateSettings settings, @Nullable SharedBuckets shared, Clock clock) {
		this.settings = settings;
		this.local = new LocalBuckets(settings, clock);
		this.shared = shared;
		this.clock = clock;
	}

	RateSettings settings() {
		return this.settings;
	}

	/** Takes one of what this instance alone has counted. */
	ConsumptionProbe takeHere(RateKey key) {
		return this.local.of(key).tryConsumeAndReturnRemaining(1);
	}

	/**
	 * Takes one of what all instances have counted; null when this one has to decide
	 * alone.
	 */
	@Nullable CompletableFuture<ConsumptionProbe> takeShared(RateKey key) {
		CompletableFuture<ConsumptionProbe> taken = (this.shared != null) ? this.shared.take(key) : null;
		return (taken == null) ? null : taken.handle((probe, failure) -> (failure == null) ? probe : takeHere(key));
	}

	/**
	 * Tells the others of what was counted here; answers how many ns that is more than
	 * there was.
	 */
	CompletableFuture<Long> report(RateKey key, long count) {
		CompletableFuture<Long> debt = (this.shared != null) ? this.shared.takeAnyway(key, count) : null;
		return (debt != null) ? debt.exceptionally((failure) -> 0L) : CompletableFuture.completedFuture(0L);
	}

	/** Counts the frames of a socket that is about to open. */
	FrameLimit frames(ServerWebExchange exchange) {
		return new FrameLimit(this, RateKey.of(exchange, false), socketBucket());
	}

	Bucket socketBucket() {
		return this.local.ofSocket();
	}

	Bucket bucket(RateKey key) {
		return this.local.of(key);
	}

	boolean sharing() {
		return this.shared != null;
	}

	long millis() {
		return this.clock.millis();
	}

	static ApiException exceeded(String what, long nanosToWait) {
		long seconds = seconds(nanosToWait);
		return ApiException.rateLimited("Too many " + what + "; try again in " + seconds + " s",
				Duration.ofSeconds(seconds));
	}

	/** Whole seconds, so that who waits for them has waited long enough. */
	static long seconds(long nanos) {
		return Math.max(1, Math.ceilDiv(nanos, SECOND));
	}

}
