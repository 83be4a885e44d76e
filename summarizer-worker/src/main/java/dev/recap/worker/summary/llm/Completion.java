package dev.recap.worker.summary.llm;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.recap.schema.event.Usage;
import dev.recap.worker.budget.Price;
import dev.recap.worker.budget.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered.
 *
 * @param cut whether it had more to say than it was allowed to
 * @param usage what it took; null when it had been paid for before
 */
record Completion(String text, boolean cut, @Nullable Usage usage) {

	/**
	 * Reads a response.
	 * @param inputTokens what the request has, for a server that does not tell
	 */
	static Completion of(ChatResponse response, int inputTokens, Price price) {
		String text = (response.aiMessage().text() != null) ? response.aiMessage().text() : "";
		TokenUsage told = response.tokenUsage();
		long in = told(told != null ? told.inputTokenCount() : null, inputTokens);
		long out = told(told != null ? told.outputTokenCount() : null, Tokens.count(text));
		return new Completion(text, response.finishReason() == FinishReason.LENGTH, price.usage(in, out));
	}

	private static long told(@Nullable Integer told, int counted) {
		return (told != null && told > 0) ? told : counted;
	}

}
