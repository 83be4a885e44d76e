package dev.recap.benchmarks.load;

import org.HdrHistogram.Histogram;

/** Times from when something was meant to be sent to when it was answered. */
public final class Latencies {

	private static final long HIGHEST_MICROS = 120_000_000;

	private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);

	/**
	 * Counts an answer.
	 * @param intended when its request was to be sent, by {@link System#nanoTime}
	 * @param answered when the answer was there
	 */
	public void record(long intended, long answered) {
		recordMicros((answered - intended) / 1000);
	}

	/** Counts a time known already. */
	public void recordMicros(long value) {
		this.micros.recordValue(Math.clamp(value, 0, HIGHEST_MICROS));
	}

	/** In milliseconds; 0 when nothing was counted. */
	public double percentile(double percentile) {
		return this.micros.getValueAtPercentile(percentile) / 1000.0;
	}

	public long count() {
		return this.micros.getTotalCount();
	}

}
