package dev.recap.gateway.chat;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The chat front.
 *
 * @param model the model that answers unless a request names another
 * @param models further models a request may name
 * @param maxInputLength how long a message to the assistant may be, in characters
 * @param replyTimeout how long an answer may stay silent before it counts as failed
 * @param maxWaiting how many answers may be awaited at once
 */
@ConfigurationProperties("recap.assistant")
record ChatSettings(@Nullable String model, @DefaultValue List<String> models,
		@DefaultValue("10000") int maxInputLength, @DefaultValue("120s") Duration replyTimeout,
		@DefaultValue("10000") int maxWaiting) {

	/** Whether a request may name this model, as far as this service knows. */
	boolean allows(String name) {
		return this.model == null || this.model.isBlank() || name.equals(this.model) || this.models.contains(name);
	}

}
