package dev.recap.benchmarks.load;

/**
 * What came of load.
 *
 * @param answered how many were answered well in time
 * @param failed how many were not
 * @param nanos how long was measured
 * @param latencies of those answered well
 */
public record LoadResult(long answered, long failed, long nanos, Latencies latencies) {

	/** Answers a second. */
	public double rate() {
		return this.answered * 1e9 / this.nanos;
	}

	/**
	 * Itself, when next to nothing failed; a server may have been too slow to answer in
	 * time.
	 * @throws IllegalStateException when more than one in a thousand failed
	 */
	public LoadResult requireGood(String what) {
		if (this.failed * 1000 > this.answered) {
			throw new IllegalStateException(
					what + ": " + this.failed + " requests failed, " + this.answered + " were answered");
		}
		return this;
	}

}
