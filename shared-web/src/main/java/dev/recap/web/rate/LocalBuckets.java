package dev.recap.web.rate;

import java.time.Clock;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;

/** What this instance has counted by itself. */
final class LocalBuckets {

	static final Duration MINUTE = Duration.ofMinutes(1);

	/** Longer than a bucket takes to be full, so that a forgotten one was. */
	private static final Duration QUIET = Duration.ofMinutes(2);

	private final Cache<RateKey, Bucket> buckets;

	private final RateSettings settings;

	private final TimeMeter meter;

	LocalBuckets(RateSettings settings, Clock clock) {
		this.settings = settings;
		this.meter = meter(clock);
		Ticker ticker = this.meter::currentTimeNanos;
		this.buckets = Caffeine.newBuilder()
			.maximumSize(settings.buckets())
			.expireAfterAccess(QUIET)
			.ticker(ticker)
			.build();
	}

	static TimeMeter meter(Clock clock) {
		return new TimeMeter() {

			@Override
			public long currentTimeNanos() {
				return clock.millis() * 1_000_000;
			}

			@Override
			public boolean isWallClockBased() {
				return true;
			}

		};
	}

	Bucket of(RateKey key) {
		return this.buckets.get(key, this::full);
	}

	/** One for the frames of one socket, which come one after another. */
	Bucket ofSocket() {
		return Bucket.builder()
			.addLimit((limit) -> limit.capacity(this.settings.socketBurstOrSecond())
				.refillGreedy(this.settings.socket(), Duration.ofSeconds(1)))
			.withCustomTimePrecision(this.meter)
			.withSynchronizationStrategy(SynchronizationStrategy.NONE)
			.build();
	}

	private Bucket full(RateKey key) {
		int amount = this.settings.perMinute(key);
		return Bucket.builder()
			.addLimit((limit) -> limit.capacity(amount).refillGreedy(amount, MINUTE))
			.withCustomTimePrecision(this.meter)
			.build();
	}

}
