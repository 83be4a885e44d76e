package dev.recap.query.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Pages in Redis; while it is away there are none, and nothing is waited for. */
final class RedisPages implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(RedisPages.class);

	private static final String PREFIX = "recap:page:";

	/** How long Redis is left alone after it did not answer. */
	private static final long PAUSE = Duration.ofSeconds(1).toNanos();

	private static final long WARNING = Duration.ofMinutes(1).toNanos();

	/** Commands, some with a page, that may wait for Redis at once. */
	private static final int WAITING = 1000;

	private final CacheSettings settings;

	private final RedisURI uri;

	private final RedisClient client;

	private final AtomicBoolean connecting = new AtomicBoolean();

	private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - WARNING);

	private volatile long pausedUntil = System.nanoTime();

	private volatile @Nullable RedisReactiveCommands<byte[], byte[]> commands;

	RedisPages(String url, CacheSettings settings) {
		this.settings = settings;
		this.uri = RedisURI.create(url);
		this.client = RedisClient.create();
		this.client.setOptions(ClientOptions.builder()
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(WAITING)
			.timeoutOptions(TimeoutOptions.enabled(settings.timeout().multipliedBy(2)))
			.build());
	}

	/** Begins to connect; nobody waits for it. */
	void connect() {
		if (!this.connecting.compareAndSet(false, true)) {
			return;
		}
		this.client.connectAsync(ByteArrayCodec.INSTANCE, this.uri).whenComplete((connection, failure) -> {
			if (failure != null) {
				failed(failure);
			}
			else {
				this.commands = connection.reactive();
			}
			this.connecting.set(false);
		});
	}

	/** The page that is known by something, or empty; never fails. */
	Mono<byte[]> find(byte[] what) {
		RedisReactiveCommands<byte[], byte[]> redis = ready();
		return (redis == null) ? Mono.empty()
				: redis.get(key(what)).timeout(this.settings.timeout()).onErrorResume((failure) -> {
					failed(failure);
					return Mono.empty();
				});
	}

	/** Keeps a page, if that can be done at once. */
	void keep(byte[] what, byte[] page) {
		RedisReactiveCommands<byte[], byte[]> redis = ready();
		if (redis != null && page.length <= this.settings.largest().toBytes()) {
			redis.set(key(what), page, SetArgs.Builder.px(this.settings.ttl())).subscribe((kept) -> {
			}, this::failed);
		}
	}

	private @Nullable RedisReactiveCommands<byte[], byte[]> ready() {
		if (System.nanoTime() - this.pausedUntil < 0) {
			return null;
		}
		RedisReactiveCommands<byte[], byte[]> redis = this.commands;
		if (redis == null) {
			connect();
		}
		return redis;
	}

	/** Not what it is known by, which names people and conversations. */
	private static byte[] key(byte[] what) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(what);
			return (PREFIX + HexFormat.of().formatHex(hash)).getBytes(StandardCharsets.US_ASCII);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void failed(Throwable failure) {
		long now = System.nanoTime();
		this.pausedUntil = now + PAUSE;
		long warned = this.warnedAt.get();
		if (now - warned >= WARNING && this.warnedAt.compareAndSet(warned, now)) {
			log.warn("Redis at {} does not answer, so every page is made anew: {}", this.uri.getHost(),
					failure.getClass().getSimpleName());
		}
	}

	@Override
	public void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
	}

}
