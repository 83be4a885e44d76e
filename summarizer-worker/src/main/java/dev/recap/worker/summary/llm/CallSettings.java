package dev.recap.worker.summary.llm;

import java.time.Duration;
import java.util.Map;

import dev.recap.worker.budget.Price;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Calls of the model that makes summaries.
 *
 * @param retries how often a call is tried again when the model is busy, late or away
 * @param backoff about how long to wait before the first retry; each wait is about twice
 * the one before, and {@code Retry-After} goes before it
 * @param retryWithin how long after its first try a call may be tried again; what would
 * have to wait longer is left to the extractive engine, and the model makes it later
 * @param breakerPause how long nobody asks a model that failed again and again
 * @param pricing prices by model; the prices of a model not named here are
 * {@code recap.summary.input-price} and {@code recap.summary.output-price}
 * @param mask whether e-mail addresses, phone and card numbers and keys are hidden from
 * the model; they are put back in what it answers
 * @param keepAnswers how long an answer is kept, so that the same question is not paid
 * for twice; 0 keeps none
 */
@ConfigurationProperties("recap.summary")
public record CallSettings(@DefaultValue("2") int retries, @DefaultValue("500ms") Duration backoff,
		@DefaultValue("75s") Duration retryWithin, @DefaultValue("30s") Duration breakerPause,
		@DefaultValue Map<String, Price> pricing, @DefaultValue("false") boolean mask,
		@DefaultValue("7d") Duration keepAnswers) {

	public CallSettings {
		Assert.isTrue(retries >= 0 && retries <= 10, "recap.summary.retries must be 0 to 10");
		Assert.isTrue(backoff.toMillis() >= 10, "recap.summary.backoff must be 10ms or more");
		Assert.isTrue(!retryWithin.isNegative(), "recap.summary.retry-within must not be negative");
		Assert.isTrue(breakerPause.isPositive(), "recap.summary.breaker-pause must be more than 0");
		Assert.isTrue(!keepAnswers.isNegative(), "recap.summary.keep-answers must not be negative");
	}

	static CallSettings defaults() {
		return new CallSettings(2, Duration.ofMillis(500), Duration.ofSeconds(75), Duration.ofSeconds(30), Map.of(),
				false, Duration.ZERO);
	}

}
