package dev.recap.worker.summary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps requests from waiting for a model that does not answer: after some failures in a
 * row nobody asks it for a while.
 */
final class Breaker {

	private final Clock clock;

	private final int failures;

	private final Duration pause;

	private int inRow;

	private Instant closedFrom = Instant.MIN;

	/**
	 * A closed breaker.
	 * @param failures how many failures in a row open it
	 * @param pause how long it stays open
	 */
	Breaker(Clock clock, int failures, Duration pause) {
		this.clock = clock;
		this.failures = failures;
		this.pause = pause;
	}

	synchronized boolean closed() {
		return !this.clock.instant().isBefore(this.closedFrom);
	}

	synchronized void succeeded() {
		this.inRow = 0;
	}

	synchronized void failed() {
		this.inRow++;
		if (this.inRow >= this.failures) {
			this.closedFrom = this.clock.instant().plus(this.pause);
		}
	}

}
