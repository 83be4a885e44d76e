package dev.recap.web.rate;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis that instances share limits through.
 *
 * @param url such as {@code redis://redis:6379} or {@code rediss://user:password@host};
 * each instance counts by itself when there is none
 * @param timeout how long it may take to say whether a request is within its limit,
 * before the instance decides by itself
 */
@ConfigurationProperties("recap.redis")
record RedisSettings(@Nullable String url, @DefaultValue("100ms") Duration timeout) {

}
