package dev.recap.web.rate;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recap.web.redis.RedisLink;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;

/** What all instances have counted, in Redis; while it is away, nothing is waited for. */
final class RedisBuckets implements SharedBuckets, AutoCloseable {

	private static final Duration KEPT_WHEN_FULL = Duration.ofSeconds(10);

	private static final Duration QUIET = Duration.ofMinutes(2);

	/** Commands that may wait for Redis at once. */
	private static final int WAITING = 10_000;

	private final RateSettings settings;

	private final Duration timeout;

	private final Clock clock;

	private final RedisLink<AsyncProxyManager<String>> link;

	private final Cache<RateKey, AsyncBucketProxy> buckets;

	RedisBuckets(String url, Duration timeout, RateSettings settings, Clock clock) {
		this.settings = settings;
		this.timeout = timeout;
		this.clock = clock;
		this.link = new RedisLink<>(url, timeout, WAITING, this::manager, "this instance counts requests by itself");
		this.buckets = Caffeine.newBuilder().maximumSize(settings.buckets()).expireAfterAccess(QUIET).build();
	}

	/** Whether Redis answered when it was last asked. */
	boolean up() {
		return this.link.up();
	}

	/** Begins to connect; nobody waits for it. */
	void connect() {
		this.link.connect();
	}

	private AsyncProxyManager<String> manager(StatefulRedisConnection<String, byte[]> connection) {
		return Bucket4jLettuce.casBasedBuilder(connection)
			.expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_WHEN_FULL))
			.clientClock(LocalBuckets.meter(this.clock))
			.build()
			.asAsync();
	}

	@Override
	public @Nullable CompletableFuture<ConsumptionProbe> take(RateKey key) {
		return ask(key, (bucket) -> bucket.tryConsumeAndReturnRemaining(1));
	}

	@Override
	public @Nullable CompletableFuture<Long> takeAnyway(RateKey key, long count) {
		return ask(key, (bucket) -> bucket.consumeIgnoringRateLimits(count));
	}

	private <T> @Nullable CompletableFuture<T> ask(RateKey key,
			Function<AsyncBucketProxy, CompletableFuture<T>> question) {
		AsyncProxyManager<String> connected = this.link.ready();
		if (connected == null) {
			return null;
		}
		AsyncBucketProxy bucket = this.buckets.get(key, (each) -> bucket(connected, each));
		// A copy, because others may wait for the same answer.
		return question.apply(bucket)
			.copy()
			.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((answer, failure) -> {
				if (failure != null) {
					this.link.failed(failure);
				}
				else {
					this.link.answered();
				}
			});
	}

	private AsyncBucketProxy bucket(AsyncProxyManager<String> connected, RateKey key) {
		int amount = this.settings.perMinute(key);
		BucketConfiguration configuration = BucketConfiguration.builder()
			.addLimit((limit) -> limit.capacity(amount).refillGreedy(amount, LocalBuckets.MINUTE))
			.build();
		// Requests that come at once go to Redis together.
		return connected.builder()
			.withOptimization(Optimizations.batching())
			.build(name(key, amount), () -> CompletableFuture.completedFuture(configuration));
	}

	/** Another limit is another bucket, so that a changed setting takes effect. */
	private static String name(RateKey key, int amount) {
		return "recap:rate:" + key.kind().letter() + (key.model() ? "m:" : ":") + amount + ":" + key.id();
	}

	@Override
	public void close() {
		this.link.close();
	}

}
