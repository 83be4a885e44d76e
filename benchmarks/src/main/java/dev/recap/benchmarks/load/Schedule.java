package dev.recap.benchmarks.load;

/**
 * When each request of a fixed rate is to be sent. A request that could not be sent in
 * time keeps its time, so what a stalled server makes others wait for is counted.
 */
final class Schedule {

	private final long start;

	private final double interval;

	private final long total;

	private long next;

	/**
	 * Spreads requests evenly.
	 * @param start of the first one
	 * @param nanos how long they are sent
	 */
	Schedule(long start, double perSecond, long nanos) {
		this.start = start;
		this.interval = 1e9 / perSecond;
		this.total = Math.max(1, (long) (nanos / this.interval));
	}

	boolean isDue(long now) {
		return this.next < this.total && intended(this.next) - now <= 0;
	}

	/** The time of the one that is due. */
	long take() {
		return intended(this.next++);
	}

	private long intended(long index) {
		return this.start + (long) (index * this.interval);
	}

	boolean isOver() {
		return this.next == this.total;
	}

	/** How many were never sent. */
	long left() {
		return this.total - this.next;
	}

}
