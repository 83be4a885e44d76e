package dev.recap.web.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

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

/**
 * A connection for which nobody waits: while Redis is away, or was just now, there is
 * none.
 *
 * @param <T> what a connection is used by
 */
public final class RedisLink<T> implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

	/** How long Redis is left alone after it did not answer. */
	private static final long PAUSE = Duration.ofSeconds(1).toNanos();

	private static final long WARNING = Duration.ofMinutes(1).toNanos();

	private final RedisURI uri;

	private final Function<StatefulRedisConnection<String, byte[]>, T> use;

	private final String without;

	private final RedisClient client;

	private final AtomicBoolean connecting = new AtomicBoolean();

	private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - WARNING);

	private volatile long pausedUntil = System.nanoTime();

	private volatile boolean up;

	private volatile @Nullable T connected;

	/**
	 * A link that is not connected yet.
	 * @param timeout how long its user waits for an answer
	 * @param waiting commands that may wait for Redis at once
	 * @param without what is done while Redis is away, for the log
	 */
	public RedisLink(String url, Duration timeout, int waiting,
			Function<StatefulRedisConnection<String, byte[]>, T> use, String without) {
		this.uri = RedisURI.create(url);
		this.use = use;
		this.without = without;
		this.client = RedisClient.create();
		this.client.setOptions(ClientOptions.builder()
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(waiting)
			.timeoutOptions(TimeoutOptions.enabled(timeout.multipliedBy(2)))
			.build());
	}

	/** Begins to connect; nobody waits for it. */
	public void connect() {
		if (!this.connecting.compareAndSet(false, true)) {
			return;
		}
		this.client.connectAsync(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), this.uri)
			.whenComplete((connection, failure) -> {
				if (failure != null) {
					failed(failure);
				}
				else {
					this.connected = this.use.apply(connection);
					this.up = true;
				}
				this.connecting.set(false);
			});
	}

	/** What Redis can be asked by now; null when it is better not asked. */
	public @Nullable T ready() {
		if (System.nanoTime() - this.pausedUntil < 0) {
			return null;
		}
		T current = this.connected;
		if (current == null) {
			connect();
		}
		return current;
	}

	/** Whether Redis answered when it was last asked. */
	public boolean up() {
		return this.up;
	}

	public void answered() {
		this.up = true;
	}

	/** It did not answer, or not in time. */
	public void failed(Throwable failure) {
		this.up = false;
		long now = System.nanoTime();
		this.pausedUntil = now + PAUSE;
		long warned = this.warnedAt.get();
		if (now - warned >= WARNING && this.warnedAt.compareAndSet(warned, now)) {
			log.warn("Redis at {} does not answer, so {}: {}", this.uri.getHost(), this.without, reason(failure));
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
