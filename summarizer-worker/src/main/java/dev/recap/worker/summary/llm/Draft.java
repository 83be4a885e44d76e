package dev.recap.worker.summary.llm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.recap.schema.Json;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Sentiment;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a model answered, before anything of it is believed. */
record Draft(@Nullable String title, String summary, @Nullable String rolling, String sentiment, double score,
		List<String> keywords, List<Claim> highlights) {

	private static final Pattern THOUGHTS = Pattern.compile("(?s)^\\s*<think>.*?</think>");

	private static final int KEYWORDS = 10;

	/** No message has this id. */
	private static final String NONE = "";

	/** So many braces before the answer's own are looked at. */
	private static final int STARTS = 5;

	/** A highlight as the model claims it; messages by their number in the prompt. */
	record Claim(String kind, String text, @Nullable String owner, @Nullable String due, String quote,
			List<Integer> messages) {
	}

	/**
	 * Reads an answer, also one wrapped in prose, thoughts or a code fence; empty when it
	 * is none.
	 */
	static Optional<Draft> read(String answer) {
		String text = THOUGHTS.matcher(answer).replaceAll("");
		int end = text.lastIndexOf('}');
		int start = text.indexOf('{');
		for (int tries = 0; start >= 0 && start < end && tries < STARTS; tries++) {
			Optional<Draft> draft = object(text.substring(start, end + 1));
			if (draft.isPresent()) {
				return draft;
			}
			start = text.indexOf('{', start + 1);
		}
		return Optional.empty();
	}

	private static Optional<Draft> object(String json) {
		try {
			JsonNode node = Json.mapper().readTree(json);
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

	/** The same with its texts changed. */
	Draft with(UnaryOperator<String> change) {
		return new Draft(changed(this.title, change), change.apply(this.summary), changed(this.rolling, change),
				this.sentiment, this.score, this.keywords.stream().map(change).toList(),
				this.highlights.stream()
					.map((each) -> new Claim(each.kind(), change.apply(each.text()), changed(each.owner(), change),
							each.due(), change.apply(each.quote()), each.messages()))
					.toList());
	}

	private static @Nullable String changed(@Nullable String text, UnaryOperator<String> change) {
		return (text != null) ? change.apply(text) : null;
	}

	/**
	 * What it claims beside the summary.
	 * @param messages the messages by their numbers, less one
	 */
	Insights insights(List<MessageDocument> messages) {
		Sentiment tone = switch (this.sentiment.toLowerCase(Locale.ROOT)) {
			case "positive" -> Sentiment.POSITIVE;
			case "negative" -> Sentiment.NEGATIVE;
			default -> Sentiment.NEUTRAL;
		};
		return new Insights(tone, this.score, this.keywords.stream().distinct().limit(KEYWORDS).toList(),
				participants(messages),
				this.highlights.stream().map((claim) -> highlight(claim, messages)).filter(Objects::nonNull).toList());
	}

	private static @Nullable Highlight highlight(Claim claim, List<MessageDocument> messages) {
		Highlight.Kind kind = Arrays.stream(Highlight.Kind.values())
			.filter((each) -> each.json().equals(claim.kind()))
			.findFirst()
			.orElse(null);
		List<String> ids = claim.messages()
			.stream()
			.map((number) -> (number >= 1 && number <= messages.size()) ? messages.get(number - 1).messageId() : NONE)
			.distinct()
			.toList();
		return (kind != null) ? new Highlight(kind, claim.text(), claim.owner(), claim.due(),
				Pages.unfenced(claim.quote()), ids.isEmpty() ? List.of(NONE) : ids) : null;
	}

	private static List<Insights.Participant> participants(List<MessageDocument> messages) {
		Map<String, Set<String>> written = new LinkedHashMap<>();
		messages.forEach((message) -> written.computeIfAbsent(message.userId(), (user) -> new HashSet<>())
			.add(message.messageId()));
		return written.entrySet()
			.stream()
			.map((each) -> new Insights.Participant(each.getKey(), each.getValue().size(), Sentiment.NEUTRAL))
			.sorted(Comparator.comparingInt(Insights.Participant::messageCount).reversed())
			.toList();
	}

}
