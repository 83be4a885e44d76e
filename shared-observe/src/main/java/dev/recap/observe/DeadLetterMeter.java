package dev.recap.observe;

import io.micrometer.core.instrument.Metrics;

/**
 * Counts records that are set aside. Kafka makes some of those who do so, which have no
 * registry but the process's own.
 */
public final class DeadLetterMeter {

	private static final String NAME = "recap.dead.letters";

	private DeadLetterMeter() {
	}

	/** Counts a record by the topic it was read from, one of ours. */
	public static void count(String topic) {
		Metrics.counter(NAME, "topic", topic).increment();
	}

	/** Shows a topic from the start, so that its first dead letter is seen as a rise. */
	public static void show(String topic) {
		Metrics.counter(NAME, "topic", topic).increment(0);
	}

}
