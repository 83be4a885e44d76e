package dev.recap.schema.event;

/**
 * Tokens a model read and wrote for a message, and what they cost in the currency of the
 * price list.
 */
public record Usage(long inputTokens, long outputTokens, double cost) {

	public Usage plus(Usage other) {
		return new Usage(this.inputTokens + other.inputTokens, this.outputTokens + other.outputTokens,
				this.cost + other.cost);
	}

}
