package dev.recap.gateway.live;

import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** One socket that watches one conversation. */
final class Watcher {

	private final String conversationId;

	private final Sinks.Many<ConversationSummary> summaries = Sinks.many().unicast().onBackpressureBuffer();

	private AsOf last = AsOf.START;

	private boolean ending;

	Watcher(String conversationId) {
		this.conversationId = conversationId;
	}

	String conversationId() {
		return this.conversationId;
	}

	/** What it is to be shown; completes when the conversation is over. */
	Flux<ConversationSummary> summaries() {
		// Only the newest matters, so a slow socket simply misses some in between.
		return this.summaries.asFlux().onBackpressureLatest();
	}

	synchronized void show(ConversationSummary summary) {
		if (summary.asOf().compareTo(this.last) <= 0) {
			return;
		}
		this.last = summary.asOf();
		this.summaries.tryEmitNext(summary);
		if (this.ending) {
			this.summaries.tryEmitComplete();
		}
	}

	/** The next summary is the last. */
	synchronized void ending() {
		this.ending = true;
	}

	synchronized void over() {
		this.summaries.tryEmitComplete();
	}

}
