package dev.recap.query.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.recap.web.redis.RedisLink;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import reactor.core.publisher.Mono;

/** Pages in Redis; while it is away there are none, and nothing is waited for. */
final class RedisPages implements AutoCloseable {

	private static final String PREFIX = "recap:page:";

	/** Commands, some with a page, that may wait for Redis at once. */
	private static final int WAITING = 1000;

	private final CacheSettings settings;

	private final RedisLink<RedisReactiveCommands<String, byte[]>> link;

	RedisPages(String url, CacheSettings settings) {
		this.settings = settings;
		this.link = new RedisLink<>(url, settings.timeout(), WAITING, StatefulRedisConnection::reactive,
				"every page is made anew");
	}

	/** Begins to connect; nobody waits for it. */
	void connect() {
		this.link.connect();
	}

	/** The page that is known by something, or empty; never fails. */
	Mono<byte[]> find(byte[] what) {
		RedisReactiveCommands<String, byte[]> redis = this.link.ready();
		return (redis == null) ? Mono.empty()
				: redis.get(key(what)).timeout(this.settings.timeout()).onErrorResume((failure) -> {
					this.link.failed(failure);
					return Mono.empty();
				});
	}

	/** Keeps a page, if that can be done at once. */
	void keep(byte[] what, byte[] page) {
		RedisReactiveCommands<String, byte[]> redis = this.link.ready();
		if (redis != null && page.length <= this.settings.largest().toBytes()) {
			redis.set(key(what), page, SetArgs.Builder.px(this.settings.ttl())).subscribe((kept) -> {
			}, this.link::failed);
		}
	}

	/** Not what it is known by, which names people and conversations. */
	private static String key(byte[] what) {
		try {
			return PREFIX + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(what));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.link.close();
	}

}
