package dev.recap.worker.assistant;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.recap.worker.budget.Price;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The assistant.
 *
 * @param baseUrl where an OpenAI-compatible API answers; null for OpenAI's own
 * @param apiKey the key of that API; null for one that wants none
 * @param model the model that answers unless a request names another
 * @param models further models a request may name
 * @param mode what the model is shown of the conversation
 * @param windowSize how many exchanges (a question and its answer) are shown word for
 * word beside the summary
 * @param maxContextCharacters how much of the conversation is shown at most, in
 * characters; the oldest messages are left to the summary
 * @param systemPrompt what the model is told first; never shortened
 * @param connectTimeout how long the model may take to answer at all
 * @param stallTimeout how long it may pause in the middle of an answer
 * @param groupId its share group
 * @param members how many share consumers an instance runs
 * @param atOnce how many answers each of them makes at once
 * @param pricing prices by model
 * @param mostTokens the longest answer, in tokens, to a request that sets no limit while
 * a budget does
 * @param mask whether e-mail addresses, phone and card numbers and keys are hidden from
 * the model; they are put back in what it answers
 */
@ConfigurationProperties("recap.assistant")
public record AssistantSettings(@Nullable URI baseUrl, @Nullable String apiKey, @Nullable String model,
		@DefaultValue List<String> models, @DefaultValue("summary") Mode mode, @DefaultValue("10") int windowSize,
		@DefaultValue("48000") int maxContextCharacters,
		@DefaultValue("You are a helpful assistant in a chat. Answer what the user asks, briefly and truthfully.") String systemPrompt,
		@DefaultValue("60s") Duration connectTimeout, @DefaultValue("30s") Duration stallTimeout,
		@DefaultValue("recap-assistant") String groupId, @DefaultValue("4") int members, @DefaultValue("4") int atOnce,
		@DefaultValue Map<String, Price> pricing, @DefaultValue("4096") int mostTokens,
		@DefaultValue("false") boolean mask) {

	/** What the model is shown of the conversation. */
	public enum Mode {

		/** The rolling summary and the latest exchanges. */
		SUMMARY,

		/** The latest exchanges alone. */
		WINDOW,

		/** Every message, as far as the limit allows. */
		FULL

	}

	boolean configured() {
		return this.model != null && !this.model.isBlank() && (given(this.apiKey) || this.baseUrl != null);
	}

	/** Whether a request may name this model. */
	boolean allows(String name) {
		return name.equals(this.model) || this.models.contains(name);
	}

	Price price(String name) {
		return this.pricing.getOrDefault(name, Price.FREE);
	}

	@Override
	public String toString() {
		return "AssistantSettings[baseUrl=" + ((this.baseUrl != null) ? "***" : "none") + ", model=" + this.model
				+ ", mode=" + this.mode + "]";
	}

	private static boolean given(@Nullable String text) {
		return text != null && !text.isBlank();
	}

}
