package dev.recap.web.rate;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all instances have counted, in Redis; while it is away, nothing is waited for. */
final class RedisBuckets implements SharedBuckets, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(RedisBuckets.class);

	private static final Duration KEPT_WHEN_FULL = Duration.ofSeconds(10);

	private static final Duration QUIET = Duration.ofMinutes(2);

	/** How long instances decide by themselves after Redis did not answer. */
	private static final long PAUSE = Duration.ofSeconds(1).toNanos();

	private static final long WARNING = Duration.ofMinutes(1).toNanos();

	/** Commands that may wait for Redis at once. */
	private static final int WAITING = 10_000;

	private final RateSettings settings;

	private final Duration timeout;

	private final Clock clock;

	private final RedisURI uri;

	private final RedisClient client;

	private final Cache<RateKey, AsyncBucketProxy> buckets;

	private final AtomicBoolean connecting = new AtomicBoolean();

	private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - WARNING);

	private volatile long pausedUntil = System.nanoTime();

	private volatile boolean up;

	private volatile @Nullable AsyncProxyManager<String> manager;

	RedisBuckets(String url, Duration timeout, RateSettings settings, Clock clock) {
		this.settings = settings;
		this.timeout = timeout;
		this.clock = clock;
		this.uri = RedisURI.create(url);
		this.client = RedisClient.create();
		this.client.setOptions(ClientOptions.builder()
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(WAITING)
			.timeoutOptions(TimeoutOptions.enabled(timeout.multipliedBy(2)))
			.build());
		this.buckets = Caffeine.newBuilder().maximumSize(settings.buckets()).expireAfterAccess(QUIET).build();
	}

	/** Whether Redis answered when it was last asked. */
	boolean up() {
		return this.up;
	}

	/** Begins to connect; nobody waits for it. */
	void connect() {
		if (!this.connecting.compareAndSet(false, true)) {
			return;
		}
		this.client.connectAsync(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), this.uri)
			.whenComplete((connection, failure) -> {
				if (failure != null) {
					failed(failure);
				}
				else {
					this.manager = manager(connection);
					this.up = true;
				}
				this.connecting.set(false);
			});
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
		if (System.nanoTime() - this.pausedUntil < 0) {
			return null;
		}
		AsyncProxyManager<String> connected = this.manager;
		if (connected == null) {
			connect();
			return null;
		}
		AsyncBucketProxy bucket = this.buckets.get(key, (each) -> bucket(connected, each));
		// A copy, because others may wait for the same answer.
		return question.apply(bucket)
			.copy()
			.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((answer, failure) -> {
				if (failure != null) {
					failed(failure);
				}
				else {
					this.up = true;
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

	private void failed(Throwable failure) {
		this.up = false;
		long now = System.nanoTime();
		this.pausedUntil = now + PAUSE;
		long warned = this.warnedAt.get();
		if (now - warned >= WARNING && this.warnedAt.compareAndSet(warned, now)) {
			log.warn("Redis at {} does not answer, so this instance counts requests by itself: {}", this.uri.getHost(),
					reason(failure));
		}
	}

	private static String reason(Throwable failure) {
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		return (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
	}

	@Override
	public void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
	}

}
