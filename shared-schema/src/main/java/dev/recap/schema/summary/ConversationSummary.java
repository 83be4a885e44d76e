package dev.recap.schema.summary;

import java.time.Instant;

import dev.recap.schema.event.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A summary as it is stored and published.
 *
 * @param summaryId the id of the request it was made for
 * @param asOf how far into the log it looks; a smaller one never replaces a larger
 * @param summary the text; empty when the content was insufficient
 * @param engine {@code extractive} or {@code llm}
 * @param model the model's name; null for the extractive engine
 * @param promptVersion which version of the prompt or of the extractive rules made it
 */
public record ConversationSummary(String summaryId, String conversationId, SummaryType type, SummaryStatus status,
		AsOf asOf, @Nullable String title, String summary, Insights insights, Coverage covers, String engine,
		@Nullable String model, String promptVersion, @Nullable Usage usage, Instant generatedAt) {

}
