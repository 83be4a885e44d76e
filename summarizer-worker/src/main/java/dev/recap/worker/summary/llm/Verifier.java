package dev.recap.worker.summary.llm;

import java.text.BreakIterator;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.recap.schema.Timestamps;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Sentiment;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of a draft what the messages prove: highlights that cite messages shown, with a
 * quote that stands in one of them, an owner who takes part, and no number or link that
 * the cited messages do not have.
 */
final class Verifier {

	private static final int KEYWORDS = 10;

	private static final Pattern FACTS = Pattern.compile("https?://\\S+|\\d[\\d.,:/-]*\\d|\\d");

	private static final Pattern SPACE = Pattern.compile("\\s+");

	private final List<MessageDocument> messages;

	private final Set<String> participants = new HashSet<>();

	private final String everything;

	/**
	 * A verifier.
	 * @param messages the messages by their numbers, less one
	 * @param earlier the summary they follow, which was verified before; empty when none
	 */
	Verifier(List<MessageDocument> messages, String earlier) {
		this.messages = messages;
		StringBuilder all = new StringBuilder(normalized(earlier)).append('\n');
		for (MessageDocument message : messages) {
			this.participants.add(message.userId());
			all.append(normalized(message.content()))
				.append('\n')
				.append(normalized(message.userId()))
				.append(' ')
				.append(Timestamps.format(message.timestamp()))
				.append('\n');
		}
		this.everything = all.toString();
	}

	/**
	 * What is left of a text when sentences with numbers or links that nobody wrote are
	 * left out.
	 * @throws UnusableAnswerException when nothing is
	 */
	String proven(String text) {
		BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
		sentences.setText(text);
		StringBuilder left = new StringBuilder();
		int start = sentences.first();
		for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
			String sentence = text.substring(start, end);
			if (factsOf(sentence, this.everything)) {
				left.append(sentence);
			}
			start = end;
		}
		if (left.toString().isBlank()) {
			throw new UnusableAnswerException("its numbers or links are not in the messages");
		}
		return left.toString().strip();
	}

	Insights insights(Draft draft) {
		Sentiment sentiment = switch (draft.sentiment().toLowerCase(Locale.ROOT)) {
			case "positive" -> Sentiment.POSITIVE;
			case "negative" -> Sentiment.NEGATIVE;
			default -> Sentiment.NEUTRAL;
		};
		List<Highlight> highlights = new ArrayList<>();
		for (Draft.Claim claim : draft.highlights()) {
			Highlight highlight = proven(claim);
			if (highlight != null) {
				highlights.add(highlight);
			}
		}
		List<String> keywords = draft.keywords()
			.stream()
			.filter((keyword) -> this.everything.contains(normalized(keyword)))
			.distinct()
			.limit(KEYWORDS)
			.toList();
		return new Insights(sentiment, Math.clamp(draft.score(), -1, 1), keywords, participants(), highlights);
	}

	private @Nullable Highlight proven(Draft.Claim claim) {
		Highlight.Kind kind = kind(claim.kind());
		List<MessageDocument> cited = claim.messages()
			.stream()
			.filter((number) -> number >= 1 && number <= this.messages.size())
			.map((number) -> this.messages.get(number - 1))
			.toList();
		if (kind == null || cited.size() != claim.messages().size() || cited.isEmpty()) {
			return null;
		}
		String quote = normalized(claim.quote());
		String source = String.join("\n", cited.stream().map((message) -> normalized(message.content())).toList());
		if (quote.isEmpty() || cited.stream().noneMatch((message) -> normalized(message.content()).contains(quote))
				|| !factsOf(claim.text(), source)) {
			return null;
		}
		String owner = (kind == Highlight.Kind.ACTION_ITEM && claim.owner() != null
				&& this.participants.contains(claim.owner())) ? claim.owner() : null;
		return new Highlight(kind, claim.text(), owner, (kind == Highlight.Kind.ACTION_ITEM) ? date(claim.due()) : null,
				claim.quote(), cited.stream().map(MessageDocument::messageId).distinct().toList());
	}

	private static boolean factsOf(String text, String source) {
		Matcher facts = FACTS.matcher(normalized(text));
		while (facts.find()) {
			if (!source.contains(facts.group())) {
				return false;
			}
		}
		return true;
	}

	private static Highlight.@Nullable Kind kind(String name) {
		for (Highlight.Kind kind : Highlight.Kind.values()) {
			if (kind.json().equals(name)) {
				return kind;
			}
		}
		return null;
	}

	private static @Nullable String date(@Nullable String due) {
		try {
			return (due != null) ? LocalDate.parse(due).toString() : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private List<Insights.Participant> participants() {
		Map<String, Integer> counts = new LinkedHashMap<>();
		this.messages.forEach((message) -> counts.merge(message.userId(), 1, Integer::sum));
		return counts.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
			.map((each) -> new Insights.Participant(each.getKey(), each.getValue(), Sentiment.NEUTRAL))
			.toList();
	}

	private static String normalized(String text) {
		return SPACE.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
	}

}
