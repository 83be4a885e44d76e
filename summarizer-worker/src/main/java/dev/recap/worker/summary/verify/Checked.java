package dev.recap.worker.summary.verify;

import java.util.List;

import dev.recap.schema.summary.Insights;
import org.jspecify.annotations.Nullable;

/**
 * What is left of what an engine told.
 *
 * @param title null when it told of what nobody said
 * @param summary the sentences that hold; may be empty
 * @param problems why the rest was left out, for an engine that can do better
 * @param enough whether what is left is a summary still
 */
public record Checked(@Nullable String title, String summary, Insights insights, List<String> problems,
		boolean enough) {

	public Checked {
		problems = List.copyOf(problems);
	}

}
