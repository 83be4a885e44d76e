package dev.recap.worker.summary;

import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Trigger;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts summaries. */
record SummaryMetrics(MeterRegistry meters) {

	void stored(ConversationSummary summary, Trigger trigger) {
		this.meters
			.counter("recap.summaries", "engine", summary.engine(), "trigger", trigger.json(), "type",
					summary.type().json())
			.increment();
	}

}
