package dev.recap.worker.budget;

import dev.recap.schema.event.Usage;
import org.springframework.util.Assert;

/**
 * What a model costs.
 *
 * @param input price of a million tokens read
 * @param output price of a million tokens written
 */
public record Price(double input, double output) {

	public static final Price FREE = new Price(0, 0);

	private static final double MILLION = 1_000_000;

	public Price {
		Assert.isTrue(input >= 0 && output >= 0, "A price must not be negative");
	}

	/** What a call took, with what it costs. */
	public Usage usage(long inputTokens, long outputTokens) {
		return new Usage(inputTokens, outputTokens, (inputTokens * this.input + outputTokens * this.output) / MILLION);
	}

}
