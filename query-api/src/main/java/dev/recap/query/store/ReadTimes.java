package dev.recap.query.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SignalType;

/**
 * How long reads of MongoDB take, under the name that the driver's listener has for it.
 * For the listener the driver decodes every answer once more, which was a quarter of all
 * that a page of messages allocated.
 */
final class ReadTimes {

	private static final String NAME = "mongodb.driver.commands";

	private final @Nullable MeterRegistry meters;

	private final Map<Read, Timer> timers = new ConcurrentHashMap<>();

	/** With no meters where the driver's listener counts. */
	ReadTimes(@Nullable MeterRegistry meters) {
		this.meters = meters;
	}

	void record(String command, String collection, SignalType end, long nanos) {
		if (this.meters != null) {
			Read read = new Read(command, collection, end == SignalType.ON_COMPLETE);
			Timer timer = this.timers.get(read);
			if (timer == null) {
				timer = this.timers.computeIfAbsent(read, (unknown) -> timer(this.meters, unknown));
			}
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	private static Timer timer(MeterRegistry meters, Read read) {
		return meters.timer(NAME, "command", read.command(), "collection", read.collection(), "status",
				read.succeeded() ? "SUCCESS" : "FAILED");
	}

	private record Read(String command, String collection, boolean succeeded) {
	}

}
