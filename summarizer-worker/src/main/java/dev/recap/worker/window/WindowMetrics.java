package dev.recap.worker.window;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import dev.recap.schema.summary.Trigger;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the Streams app does. */
final class WindowMetrics {

	private final MeterRegistry registry;

	private final AtomicLong open;

	private volatile LongConsumer lastRead = (writtenAt) -> {
	};

	WindowMetrics(MeterRegistry registry) {
		this.registry = registry;
		this.open = registry.gauge("recap.windows.open", new AtomicLong());
	}

	/** A record was read that had been written then, in epoch milliseconds. */
	void read(long writtenAt) {
		this.lastRead.accept(writtenAt);
	}

	/** Who is told what was read last. */
	void onRead(LongConsumer lastRead) {
		this.lastRead = lastRead;
	}

	/** So many windows more, or fewer, are open in the partitions held here. */
	void opened(long more) {
		this.open.addAndGet(more);
	}

	void closed(Trigger trigger) {
		this.registry.counter("recap.windows.closed", "trigger", trigger.json()).increment();
	}

	void duplicate() {
		this.registry.counter("recap.windows.duplicates").increment();
	}

	void failed() {
		this.registry.counter("recap.windows.failed").increment();
	}

	void unknownType() {
		this.registry.counter("recap.events.skipped", "reason", "unknown-type").increment();
	}

	void refiled() {
		this.registry.counter("recap.events.refiled").increment();
	}

	void deadLettered() {
		this.registry.counter("recap.events.dead.lettered").increment();
	}

}
