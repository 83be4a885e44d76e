package dev.recap.worker.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Does several pieces of work at the same time: while the database is at one, the next is
 * made ready.
 */
final class Lanes {

	private final int count;

	private final ExecutorService threads;

	Lanes(int count) {
		this.count = count;
		// Threads that have nothing to do end, so that nobody has to end them.
		ThreadPoolExecutor pool = new ThreadPoolExecutor(count, count, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("archiver-lane-", 0).factory());
		pool.allowCoreThreadTimeOut(true);
		this.threads = pool;
	}

	int count() {
		return this.count;
	}

	/** Does all of it, here what comes first, and throws the first failure at the end. */
	void run(List<? extends Runnable> work) {
		List<Future<?>> others = new ArrayList<>();
		work.stream().skip(1).forEach((each) -> others.add(this.threads.submit(each)));
		RuntimeException failure = work.isEmpty() ? null : failure(work.getFirst());
		for (Future<?> other : others) {
			RuntimeException further = failure(() -> await(other));
			failure = (failure != null) ? failure : further;
		}
		if (failure != null) {
			throw failure;
		}
	}

	private static @Nullable RuntimeException failure(Runnable work) {
		try {
			work.run();
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private static void await(Future<?> other) {
		try {
			other.get();
		}
		catch (InterruptedException ex) {
			other.cancel(true);
			throw new InterruptException(ex);
		}
		catch (CancellationException ex) {
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

}
