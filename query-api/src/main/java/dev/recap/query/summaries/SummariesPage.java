package dev.recap.query.summaries;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.schema.event.Usage;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Coverage;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /chats/{conversation_id}/summaries}.
 *
 * @param nextCursor null when nothing follows
 */
@JsonInclude
record SummariesPage(String conversationId, List<Entry> summaries, @Nullable String nextCursor) {

	/**
	 * A page.
	 * @param found its summaries and, when there is one, the first of the next page
	 */
	static SummariesPage of(String conversationId, int limit, List<ConversationSummary> found) {
		List<ConversationSummary> shown = found.subList(0, Math.min(found.size(), limit));
		String next = (found.size() > shown.size()) ? SummaryCursor.after(shown.getLast()).token() : null;
		return new SummariesPage(conversationId, shown.stream().map(Entry::of).toList(), next);
	}

	/** One summary, its fields named as those of a requested one. */
	@JsonInclude
	record Entry(String summaryId, String conversationId, SummaryType summaryType, SummaryStatus status,
			@Nullable String title, String summary, Insights insights, int messageCount, Coverage covers, String engine,
			@Nullable String model, String promptVersion, @Nullable Usage usage, Instant generatedAt) {

		static Entry of(ConversationSummary stored) {
			return new Entry(stored.summaryId(), stored.conversationId(), stored.type(), stored.status(),
					stored.title(), stored.summary(), stored.insights(), stored.covers().messages(), stored.covers(),
					stored.engine(), stored.model(), stored.promptVersion(), stored.usage(), stored.generatedAt());
		}

	}

}
