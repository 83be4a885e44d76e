package dev.recap.worker.summary;

import dev.recap.schema.event.Usage;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Trigger;
import dev.recap.worker.share.ModelUsage;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts summaries and what they cost. */
record SummaryMetrics(MeterRegistry meters) {

	void stored(ConversationSummary summary, Trigger trigger) {
		this.meters
			.counter("recap.summaries", "engine", summary.engine(), "trigger", trigger.json(), "type",
					summary.type().json())
			.increment();
	}

	void charged(Usage usage) {
		new ModelUsage(this.meters).add("summary", usage);
	}

}
