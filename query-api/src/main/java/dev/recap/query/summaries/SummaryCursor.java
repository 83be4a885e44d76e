package dev.recap.query.summaries;

import java.time.Instant;

import dev.recap.query.page.Cursor;
import dev.recap.schema.summary.ConversationSummary;

/** The summary a page ended with. */
record SummaryCursor(Instant generatedAt, String summaryId) {

	private static final String KIND = "summaries";

	static SummaryCursor after(ConversationSummary last) {
		return new SummaryCursor(last.generatedAt(), last.summaryId());
	}

	String token() {
		return Cursor.of(KIND, this.generatedAt.toEpochMilli(), this.summaryId).token();
	}

	/**
	 * Reads a token.
	 * @throws IllegalArgumentException when it is none
	 */
	static SummaryCursor read(String token) {
		Cursor cursor = Cursor.read(token, KIND, 2);
		return new SummaryCursor(Instant.ofEpochMilli(Long.parseLong(cursor.values().get(0))), cursor.values().get(1));
	}

}
