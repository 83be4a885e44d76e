package dev.recap.worker.webhook;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events are posted to every endpoint.
 *
 * @param allowPrivate whether endpoints may lie at loopback, link-local or private
 * addresses
 * @param timeout how long one post may take
 * @param firstRetry the first wait after a failure; each is up to twice as long as the
 * one before
 * @param longestRetry the longest wait
 * @param giveUp after how long an event that cannot be posted is passed over
 */
@ConfigurationProperties("recap.webhooks")
record WebhookSettings(@DefaultValue("false") boolean allowPrivate, @DefaultValue("10s") Duration timeout,
		@DefaultValue("1s") Duration firstRetry, @DefaultValue("5m") Duration longestRetry,
		@DefaultValue("1h") Duration giveUp) {

}
