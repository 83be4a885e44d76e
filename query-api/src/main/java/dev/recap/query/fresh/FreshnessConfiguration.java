package dev.recap.query.fresh;

import dev.recap.query.log.ChatLog;
import dev.recap.query.store.Store;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Read your writes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FreshnessSettings.class)
public class FreshnessConfiguration {

	@Bean
	Freshness freshness(ChatLog log, Store store, FreshnessSettings settings) {
		ProgressWatch progress = new ProgressWatch(store, settings.pollInterval(), settings.waiting());
		return new Freshness(log, progress, settings.timeout());
	}

	@Bean
	Changes queryChanges(ChatLog log, Freshness freshness, FreshnessSettings settings) {
		return new Changes(log, freshness, settings.writeTimeout());
	}

	@Bean
	Lookup queryLookup(Freshness freshness) {
		return new Lookup(freshness);
	}

}
