package dev.recap.query.log;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Kafka, as the query API uses it.
 *
 * @param timeout how long Kafka may take to answer or to take an event before the request
 * is answered 503
 * @param requestTimeout how long one attempt may take; shorter than the timeout
 */
@ConfigurationProperties("recap.query.log")
record LogSettings(@DefaultValue("2s") Duration timeout, @DefaultValue("1500ms") Duration requestTimeout) {

}
