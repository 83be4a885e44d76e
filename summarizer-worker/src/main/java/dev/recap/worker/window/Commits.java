package dev.recap.worker.window;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for a commit when a request was written, which nobody sees before: it need not
 * wait for the interval's end. All tasks together ask once an interval, so that a stream
 * of closing windows makes no more than twice the transactions.
 */
final class Commits {

	private final long interval;

	/** When it was last asked for, in epoch milliseconds. */
	private final AtomicLong asked = new AtomicLong();

	Commits(Duration interval) {
		this.interval = interval.toMillis();
	}

	void ask(ProcessorContext<?, ?> context, long now) {
		long last = this.asked.get();
		if (Math.abs(now - last) >= this.interval && this.asked.compareAndSet(last, now)) {
			context.commit();
		}
	}

}
