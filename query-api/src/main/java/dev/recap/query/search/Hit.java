package dev.recap.query.search;

import java.time.Instant;
import java.util.Comparator;

/**
 * Something that matches, before it is known whether it may be shown.
 *
 * @param kind {@code message} or {@code summary}
 * @param documentId of the message; that of the conversation for its summary
 */
record Hit(Kind kind, String documentId, String conversationId, String generation, Instant timestamp, double score) {

	/** The best first, among equals the newest. */
	static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
		.thenComparing(Hit::timestamp)
		.reversed()
		.thenComparing(Hit::documentId);

	/** What it is that matches. */
	enum Kind {

		MESSAGE, SUMMARY

	}

}
