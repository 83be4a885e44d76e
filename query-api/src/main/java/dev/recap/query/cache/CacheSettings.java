package dev.recap.query.cache;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Pages of messages that are kept in the Redis of {@code recap.redis.url}, where there is
 * one.
 *
 * @param enabled whether there are any
 * @param ttl how long a page is kept, and so how long Redis may hold what was erased; 5
 * minutes at most
 * @param timeout how long Redis may take, before the page is made anew
 * @param largest the largest page that is kept
 */
@ConfigurationProperties("recap.cache")
record CacheSettings(@DefaultValue("true") boolean enabled, @DefaultValue("30s") Duration ttl,
		@DefaultValue("20ms") Duration timeout, @DefaultValue("256KB") DataSize largest) {

	private static final Duration LONGEST = Duration.ofMinutes(5);

	CacheSettings {
		if (!ttl.isPositive() || ttl.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("recap.cache.ttl must be more than 0 s, and 5 min at most");
		}
		if (!timeout.isPositive()) {
			throw new IllegalArgumentException("recap.cache.timeout must be more than 0 s");
		}
	}

}
