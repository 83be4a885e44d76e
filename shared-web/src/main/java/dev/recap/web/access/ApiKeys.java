package dev.recap.web.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;

/** The API keys there are, as the topic {@code access-keys} tells of them. */
final class ApiKeys {

	private final Map<String, Known> keys = new ConcurrentHashMap<>();

	private final Clock clock;

	private volatile boolean complete;

	ApiKeys(Clock clock) {
		this.clock = clock;
	}

	private record Known(ApiKey key, Caller caller) {
	}

	/**
	 * Takes what a record says. A key of which something cannot be read is no longer
	 * good: that it was revoked may be what is unread.
	 * @param value null when the key is gone
	 */
	void take(String id, byte @Nullable [] value) {
		if (value == null) {
			this.keys.remove(id);
			return;
		}
		try {
			ApiKey key = ApiKey.read(value);
			Set<Scope> scopes = key.scopeSet();
			this.keys.put(id, new Known(key, new Caller.Service(key.id(), scopes)));
		}
		catch (RuntimeException ex) {
			this.keys.remove(id);
			throw ex;
		}
	}

	/** Everything was read that was in the topic at the start. */
	void complete() {
		this.complete = true;
	}

	/**
	 * Who sends a key.
	 * @throws ApiException 401 when it is none, or no longer; 503 as long as not all keys
	 * are known
	 */
	Caller caller(String text) {
		if (!this.complete) {
			// Not even one that is known: that it was revoked may be what is unread.
			throw ApiException.unavailable("The API keys are being read; try again", Duration.ofSeconds(1));
		}
		String id = ApiKey.idIn(text);
		Known known = (id != null) ? this.keys.get(id) : null;
		Instant now = this.clock.instant();
		if (known == null || !Hashes.same(known.key().hash(), Hashes.of(text)) || !known.key().isGoodAt(now)) {
			throw ApiException.unauthenticated("The API key is unknown, expired or revoked");
		}
		return known.caller();
	}

}
