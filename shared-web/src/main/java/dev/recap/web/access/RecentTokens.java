package dev.recap.web.access;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Tokens that were found good, so that one that comes again costs no signature check. It
 * keeps two generations: when the younger is full, the older goes.
 */
final class RecentTokens {

	private static final int GENERATION = 5_000;

	private volatile Map<String, Known> young = new ConcurrentHashMap<>();

	private volatile Map<String, Known> old = Map.of();

	private record Known(Caller caller, Instant until) {
	}

	@Nullable Caller find(String token, Instant now) {
		Known known = this.young.get(token);
		if (known == null) {
			known = this.old.get(token);
			if (known != null) {
				put(token, known);
			}
		}
		return (known != null && now.isBefore(known.until())) ? known.caller() : null;
	}

	void add(String token, Caller caller, Instant until) {
		put(token, new Known(caller, until));
	}

	private void put(String token, Known known) {
		if (this.young.size() >= GENERATION) {
			age();
		}
		this.young.put(token, known);
	}

	private synchronized void age() {
		if (this.young.size() >= GENERATION) {
			this.old = this.young;
			this.young = new ConcurrentHashMap<>();
		}
	}

}
