package dev.recap.worker.summary.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.recap.schema.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a model answered, before anything of it is believed. */
record Draft(@Nullable String title, String summary, @Nullable String rolling, String sentiment, double score,
		List<String> keywords, List<Claim> highlights) {

	/** A highlight as the model claims it; messages by their number in the prompt. */
	record Claim(String kind, String text, @Nullable String owner, @Nullable String due, String quote,
			List<Integer> messages) {
	}

	/**
	 * Reads an answer, also one wrapped in prose or a code fence; empty when it is none.
	 */
	static Optional<Draft> read(String answer) {
		int start = answer.indexOf('{');
		int end = answer.lastIndexOf('}');
		if (start < 0 || end < start) {
			return Optional.empty();
		}
		try {
			JsonNode node = Json.mapper().readTree(answer.substring(start, end + 1));
			String summary = text(node, "summary");
			return (summary == null) ? Optional.empty() : Optional.of(draft(node, summary));
		}
		catch (JacksonException ex) {
			return Optional.empty();
		}
	}

	private static Draft draft(JsonNode node, String summary) {
		List<String> keywords = new ArrayList<>();
		node.path("keywords").forEach((each) -> {
			if (each.isString()) {
				keywords.add(each.stringValue());
			}
		});
		List<Claim> claims = new ArrayList<>();
		node.path("highlights").forEach((each) -> {
			String text = text(each, "text");
			String kind = text(each, "kind");
			String quote = text(each, "quote");
			if (text != null && kind != null && quote != null) {
				claims.add(new Claim(kind, text, text(each, "owner"), text(each, "due"), quote,
						numbers(each.path("messages"))));
			}
		});
		return new Draft(text(node, "title"), summary, text(node, "rolling"), String.valueOf(text(node, "sentiment")),
				node.path("sentiment_score").asDouble(0), keywords, claims);
	}

	private static List<Integer> numbers(JsonNode array) {
		List<Integer> numbers = new ArrayList<>();
		array.forEach((each) -> {
			if (each.isInt()) {
				numbers.add(each.intValue());
			}
		});
		return numbers;
	}

	private static @Nullable String text(JsonNode node, String field) {
		JsonNode value = node.path(field);
		return (value.isString() && !value.stringValue().isBlank()) ? value.stringValue().strip() : null;
	}

}
