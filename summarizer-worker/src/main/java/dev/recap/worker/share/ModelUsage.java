package dev.recap.worker.share;

import dev.recap.schema.event.Usage;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the tokens that models read and write, and what they cost. */
public final class ModelUsage {

	private final MeterRegistry meters;

	public ModelUsage(MeterRegistry meters) {
		this.meters = meters;
	}

	/**
	 * Counts a call.
	 * @param purpose what the call was for: {@code summary} or {@code reply}
	 */
	public void add(String purpose, Usage usage) {
		this.meters.counter("recap.model.tokens", "purpose", purpose, "kind", "input").increment(usage.inputTokens());
		this.meters.counter("recap.model.tokens", "purpose", purpose, "kind", "output").increment(usage.outputTokens());
		this.meters.counter("recap.model.cost", "purpose", purpose).increment(usage.cost());
	}

}
