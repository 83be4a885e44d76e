package dev.recap.gateway.ondemand;

import java.time.Instant;

import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryType;
import org.jspecify.annotations.Nullable;

/**
 * A summary as clients see it: the answer to {@code POST /chats/summarize}, and what
 * {@code /ws/summarize} sends.
 *
 * @param upToDate whether it covers everything that was in the log when it was asked for
 */
public record SummaryAnswer(String conversationId, String summary, SummaryType summaryType, Insights insights,
		Instant generatedAt, @Nullable String title, String engine, @Nullable String model, int messageCount,
		boolean upToDate) {

	/** What clients see of a stored summary. */
	public static SummaryAnswer of(ConversationSummary summary) {
		return new SummaryAnswer(summary.conversationId(), summary.summary(), summary.type(), summary.insights(),
				summary.generatedAt(), summary.title(), summary.engine(), summary.model(), summary.covers().messages(),
				true);
	}

	/** The answer while the summary is still being made. */
	record Accepted(String status, String conversationId, SummaryType summaryType, String requestId) {
	}

}
