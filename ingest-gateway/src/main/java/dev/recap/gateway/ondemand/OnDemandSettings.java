package dev.recap.gateway.ondemand;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Summaries on demand.
 *
 * @param timeout how long a request waits for its summary before it is answered 202
 * @param waiting how many requests may wait at once; more are answered 503
 */
@ConfigurationProperties("recap.on-demand")
record OnDemandSettings(@DefaultValue("30s") Duration timeout, @DefaultValue("1000") int waiting) {

}
