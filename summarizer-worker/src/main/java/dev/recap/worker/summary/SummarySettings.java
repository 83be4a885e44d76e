package dev.recap.worker.summary;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The summarizer.
 *
 * @param engine which engine makes summaries; auto takes the model where one is
 * configured
 * @param groupId its share group
 * @param members how many share consumers an instance runs
 * @param atOnce how many requests each of them works on at once
 * @param maxMessages how many messages one summary reads at most; what is left out is
 * counted
 * @param baseUrl where an OpenAI-compatible API answers; null for OpenAI's own
 * @param apiKey the key of that API; null for one that wants none
 * @param model the model's name; none means no model
 * @param timeout how long one call of the model may take
 * @param maxInputCharacters how much text one call shows the model at most
 */
@ConfigurationProperties("recap.summary")
public record SummarySettings(@DefaultValue("auto") Choice engine, @DefaultValue("recap-summarizer") String groupId,
		@DefaultValue("2") int members, @DefaultValue("8") int atOnce, @DefaultValue("20000") int maxMessages,
		@Nullable URI baseUrl, @Nullable String apiKey, @Nullable String model, @DefaultValue("60s") Duration timeout,
		@DefaultValue("48000") int maxInputCharacters) {

	/** Which engine. */
	public enum Choice {

		/** The model where one is configured, else extractive. */
		AUTO,

		/** In process, without a model. */
		EXTRACTIVE,

		/** The model; extractive when it is away. */
		LLM

	}

	/** Whether a model is to be asked. */
	public boolean usesModel() {
		return switch (this.engine) {
			case EXTRACTIVE -> false;
			case LLM -> true;
			case AUTO -> given(this.model) && (given(this.apiKey) || this.baseUrl != null);
		};
	}

	@Override
	public String toString() {
		return "SummarySettings[engine=" + this.engine + ", baseUrl=" + this.baseUrl + ", model=" + this.model + "]";
	}

	private static boolean given(@Nullable String text) {
		return text != null && !text.isBlank();
	}

}
