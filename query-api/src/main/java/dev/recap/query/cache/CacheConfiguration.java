package dev.recap.query.cache;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps hot reads where a Redis is configured. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CacheSettings.class)
public class CacheConfiguration {

	@Bean
	HotReads queryHotReads(CacheSettings settings, @Value("${recap.redis.url:}") String redis, MeterRegistry meters) {
		if (redis.isBlank() || !settings.enabled()) {
			return HotReads.NONE;
		}
		RedisPages pages = new RedisPages(redis, settings);
		pages.connect();
		return new CachedReads(pages, meters);
	}

}
