package dev.recap.query.fresh;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Read your writes.
 *
 * @param timeout how long a read waits for what was accepted before it is answered 503
 * @param pollInterval how often the archiver's progress is looked at while somebody waits
 * @param waiting how many requests may wait at once; more is answered 503
 * @param writeTimeout how long a change waits until it is applied before it is answered
 * 503
 */
@ConfigurationProperties("recap.query.freshness")
record FreshnessSettings(@DefaultValue("2s") Duration timeout, @DefaultValue("5ms") Duration pollInterval,
		@DefaultValue("10000") int waiting, @DefaultValue("10s") Duration writeTimeout) {

}
