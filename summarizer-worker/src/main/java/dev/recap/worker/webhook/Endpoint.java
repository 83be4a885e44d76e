package dev.recap.worker.webhook;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

import dev.recap.schema.Identifiers;
import dev.recap.schema.summary.SummaryEvent.ItemChanged;
import dev.recap.schema.summary.SummaryEvent.ItemOpened;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Where events are posted: {@code recap.webhooks[n]}.
 *
 * @param url an http or https URL
 * @param secret what the posts are signed with
 * @param events which events; all of them when none is named
 * @param name names the consumer group; derived from the URL when left out
 * @param fromStart whether a new endpoint first gets what the topic still holds
 */
record Endpoint(URI url, String secret, @Nullable Set<String> events, @Nullable String name,
		@Nullable Boolean fromStart) {

	private static final Set<String> ALL = Set.of(SummaryUpdated.TYPE, ItemOpened.TYPE, ItemChanged.TYPE);

	private static final Set<String> SCHEMES = Set.of("http", "https");

	Endpoint {
		Assert.isTrue(
				url != null && url.getHost() != null && url.getScheme() != null
						&& SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT)),
				"The url of a webhook must be an http or https URL");
		Assert.isTrue(secret != null && !secret.isBlank(), "The webhook of " + url + " must have a secret");
		events = (events != null && !events.isEmpty()) ? Set.copyOf(events) : ALL;
		Assert.isTrue(ALL.containsAll(events), "The events of a webhook are some of " + ALL);
	}

	boolean wants(String type) {
		return this.events == null || this.events.contains(type);
	}

	String group() {
		return "recap-webhook-" + ((this.name != null) ? this.name : Identifiers.ofParts(this.url));
	}

	String offsetReset() {
		return Boolean.TRUE.equals(this.fromStart) ? "earliest" : "latest";
	}

	/** Where it is, without what may be secret in it. */
	String shown() {
		return this.url.getScheme() + "://" + this.url.getHost();
	}

	@Override
	public String toString() {
		return "Endpoint[" + shown() + ", " + this.events + "]";
	}

}
