package dev.recap.worker.role;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a worker calls itself not ready although it runs.
 *
 * @param lag records that may wait to be archived
 * @param rebalance how long the Streams app may rebalance, which it also does while it
 * restores its state
 */
@ConfigurationProperties("recap.readiness")
public record ReadinessSettings(@DefaultValue("100000") long lag, @DefaultValue("1m") Duration rebalance) {

}
