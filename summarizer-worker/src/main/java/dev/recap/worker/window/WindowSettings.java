package dev.recap.worker.window;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When windows close, and how the Streams app runs.
 *
 * @param idle wall-clock time without a message after which a window closes
 * @param gap event time between two messages beyond which the second starts a new window
 * @param firstCount messages that close a conversation's first window
 * @param nextCount messages that close each window following one closed by count
 * @param minInterval least wall-clock time between a conversation's last window and one
 * closed by count
 * @param maxAge wall-clock time after which an open window closes
 * @param punctuateInterval how often due windows are looked for
 * @param applicationId Streams application id; names the consumer group and the changelog
 * topics
 * @param stateDir directory of the state stores; Kafka's default under the temporary
 * directory when absent
 * @param threads stream threads of this instance
 * @param standbyReplicas copies of each state store kept by other instances
 * @param commitInterval how often a transaction is committed, so how soon a request shows
 * @param sessionTimeout silence after which a killed instance's partitions move on
 * @param stopTimeout how long a stop waits for the stream threads
 */
@ConfigurationProperties("recap.window")
record WindowSettings(@DefaultValue("30s") Duration idle, @DefaultValue("30m") Duration gap,
		@DefaultValue("10") int firstCount, @DefaultValue("5") int nextCount, @DefaultValue("10s") Duration minInterval,
		@DefaultValue("15m") Duration maxAge, @DefaultValue("200ms") Duration punctuateInterval,
		@DefaultValue("recap-windows") String applicationId, @Nullable Path stateDir, @DefaultValue("1") int threads,
		@DefaultValue("0") int standbyReplicas, @DefaultValue("100ms") Duration commitInterval,
		@DefaultValue("10s") Duration sessionTimeout, @DefaultValue("5s") Duration stopTimeout) {

	WindowSettings {
		positive("idle", idle);
		positive("gap", gap);
		positive("max-age", maxAge);
		positive("punctuate-interval", punctuateInterval);
		positive("commit-interval", commitInterval);
		positive("session-timeout", sessionTimeout);
		require(!minInterval.isNegative(), "min-interval must not be negative");
		require(!stopTimeout.isNegative(), "stop-timeout must not be negative");
		require(firstCount > 0, "first-count must be positive");
		require(nextCount > 0, "next-count must be positive");
		require(threads > 0, "threads must be positive");
		require(standbyReplicas >= 0, "standby-replicas must not be negative");
		require(!applicationId.isBlank(), "application-id must not be blank");
	}

	private static void positive(String name, Duration value) {
		require(value.isPositive(), name + " must be positive");
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException("recap.window." + message);
		}
	}

}
