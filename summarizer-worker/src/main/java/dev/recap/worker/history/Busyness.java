package dev.recap.worker.history;

import java.util.concurrent.TimeUnit;

/** Which part of the last seconds one thread has worked, the latest counting most. */
final class Busyness implements Workload {

	private static final double MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private long last = System.nanoTime();

	private volatile double load;

	/** Notes that the thread has worked since some time and is done now. */
	void worked(long since) {
		long now = System.nanoTime();
		double passed = Math.max(1, now - this.last);
		double kept = Math.exp(-passed / MEMORY_NANOS);
		this.load = this.load * kept + (1 - kept) * Math.min(1, (now - since) / passed);
		this.last = now;
	}

	@Override
	public double load() {
		return this.load;
	}

}
