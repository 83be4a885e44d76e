package dev.recap.worker.window;

import dev.recap.schema.summary.Trigger;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the Streams app does. */
record WindowMetrics(MeterRegistry registry) {

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
