package dev.recap.worker.summary;

import dev.recap.schema.event.Usage;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryStatus;
import org.jspecify.annotations.Nullable;

/**
 * What an engine made of its input.
 *
 * @param status whether there was enough to summarize
 * @param title a short title; null when there was nothing to name
 * @param summary the text; empty when the content was insufficient
 * @param omitted how many messages it did not look at
 * @param model the model's name; null when none was called
 * @param version which version of the prompt or of the rules made it
 * @param usage what the model's calls cost; null when none was called
 */
public record EngineResult(SummaryStatus status, @Nullable String title, String summary, Insights insights, int omitted,
		@Nullable String model, String version, @Nullable Usage usage) {

}
