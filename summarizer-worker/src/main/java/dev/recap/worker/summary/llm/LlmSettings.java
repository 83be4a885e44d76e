package dev.recap.worker.summary.llm;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The model that makes summaries.
 *
 * @param baseUrl where an OpenAI-compatible API answers; null for OpenAI's own
 * @param apiKey the key of that API; null for one that wants none
 * @param model the model's name; null when there is none
 * @param timeout how long one call may take
 * @param temperature how freely it writes, 0 to 2
 * @param inputTokens how much one call shows it at most, in tokens; what is longer takes
 * several calls
 * @param outputTokens how much it may answer at most, in tokens
 * @param inputPrice price of a million tokens read
 * @param outputPrice price of a million tokens written
 */
@ConfigurationProperties("recap.summary")
public record LlmSettings(@Nullable URI baseUrl, @Nullable String apiKey, @Nullable String model,
		@DefaultValue("60s") Duration timeout, @DefaultValue("0") double temperature,
		@DefaultValue("24000") int inputTokens, @DefaultValue("2000") int outputTokens,
		@DefaultValue("0") double inputPrice, @DefaultValue("0") double outputPrice) {

	private static final int LEAST_INPUT = 2000;

	public LlmSettings {
		Assert.isTrue(timeout.isPositive(), "recap.summary.timeout must be more than 0");
		Assert.isTrue(temperature >= 0 && temperature <= 2, "recap.summary.temperature must be 0 to 2");
		Assert.isTrue(inputTokens >= LEAST_INPUT, "recap.summary.input-tokens must be 2000 or more");
		Assert.isTrue(outputTokens >= 1 && outputTokens <= inputTokens / 2,
				"recap.summary.output-tokens must be 1 or more, and no more than half of input-tokens");
		Assert.isTrue(inputPrice >= 0 && outputPrice >= 0, "recap.summary's prices must not be negative");
	}

	/** Whether there is a model to ask: its name, and a key or an address. */
	public boolean complete() {
		return given(this.model) && (given(this.apiKey) || this.baseUrl != null);
	}

	String modelName() {
		return (this.model != null) ? this.model : "";
	}

	/** Some servers want no key, the client wants one. */
	String key() {
		return (this.apiKey != null && !this.apiKey.isBlank()) ? this.apiKey : "none";
	}

	private static boolean given(@Nullable String text) {
		return text != null && !text.isBlank();
	}

	@Override
	public String toString() {
		return "LlmSettings[baseUrl=" + ((this.baseUrl != null) ? "***" : "none") + ", apiKey="
				+ (given(this.apiKey) ? "***" : "none") + ", model=" + this.model + ", timeout=" + this.timeout + "]";
	}

}
