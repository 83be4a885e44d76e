package dev.recap.worker.summary.llm;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How a server wants to be asked: not every one knows every field of the API.
 *
 * @param format how it is told which shape the answer is to have
 * @param completionTokens whether the limit of the answer is
 * {@code max_completion_tokens} and not {@code max_tokens}
 * @param temperature whether it may be told a temperature
 */
record Dialect(AnswerFormat format, boolean completionTokens, boolean temperature) {

	/** Models that think before they answer, by the names OpenAI gave them. */
	private static final Pattern REASONING = Pattern.compile("(?:.*/)?(?:o\\d|gpt-5(?!-chat)).*");

	/** The one to begin with. */
	static Dialect of(String model) {
		boolean reasoning = REASONING.matcher(model.toLowerCase(Locale.ROOT)).matches();
		return new Dialect(AnswerFormat.SCHEMA, reasoning, !reasoning);
	}

	/**
	 * The one to try after a server has refused a request.
	 * @param complaint what it said
	 * @return null when asking in another way would not help
	 */
	@Nullable Dialect after(String complaint) {
		String lower = complaint.toLowerCase(Locale.ROOT);
		if (lower.contains("max_completion_tokens") && !this.completionTokens) {
			return new Dialect(this.format, true, this.temperature);
		}
		if (lower.contains("temperature") && this.temperature) {
			return new Dialect(this.format, this.completionTokens, false);
		}
		if (lower.contains("max_completion_tokens") && this.completionTokens) {
			return new Dialect(this.format, false, this.temperature);
		}
		boolean tooLong = lower.contains("context_length") || lower.contains("context length")
				|| lower.contains("maximum context");
		return (tooLong || this.format.weaker() == this.format) ? null
				: new Dialect(this.format.weaker(), this.completionTokens, this.temperature);
	}

}
