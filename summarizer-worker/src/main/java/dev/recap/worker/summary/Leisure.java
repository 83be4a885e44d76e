package dev.recap.worker.summary;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import dev.recap.worker.background.StoppedException;

/**
 * Lets summaries that nobody waits for take a part of the processors only: they are made
 * on half of them, and the busier the archiver is, the longer a rest follows each,
 * because a message that is not stored yet comes first.
 */
final class Leisure {

	/** Beside an archiver that never rests, summaries take a ninth of their half. */
	private static final int REST = 8;

	private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(2);

	private final Semaphore places;

	private final DoubleSupplier load;

	private volatile long restedAt = System.nanoTime();

	/**
	 * Work at leisure.
	 * @param load how busy the archiver is, from 0 to 1
	 */
	Leisure(DoubleSupplier load) {
		this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), load);
	}

	Leisure(int places, DoubleSupplier load) {
		this.places = new Semaphore(places, true);
		this.load = load;
	}

	/** The result of some work, when its turn has come. */
	<T> T take(Supplier<T> work) {
		try {
			this.places.acquire();
			try {
				TimeUnit.NANOSECONDS.sleep(this.restedAt - System.nanoTime());
				return timed(work);
			}
			finally {
				this.places.release();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoppedException(ex);
		}
	}

	private <T> T timed(Supplier<T> work) {
		long start = System.nanoTime();
		try {
			return work.get();
		}
		finally {
			long end = System.nanoTime();
			this.restedAt = end + (long) Math.min(LONGEST_REST, (end - start) * this.load.getAsDouble() * REST);
		}
	}

}
