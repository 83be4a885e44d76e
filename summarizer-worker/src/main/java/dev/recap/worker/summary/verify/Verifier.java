package dev.recap.worker.summary.verify;

import java.text.BreakIterator;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Insights;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of what an engine tells what the messages prove: highlights that cite messages it
 * was given, with a quote from one of them and an owner who takes part, and no name,
 * number, date or link that was not said.
 */
public final class Verifier {

	/** A shorter quote proves nothing, unless it is all that was said. */
	private static final int SHORTEST_QUOTE = 5;

	/** Scripts beyond this character write without spaces. */
	private static final char LAST_OF_SPACED = '\u2fff';

	private final Map<String, List<MessageDocument>> byId = new HashMap<>();

	private final Map<String, List<Highlight>> earlierById = new HashMap<>();

	private final Set<Highlight> earlier;

	private final Set<String> earlierKeywords;

	private final Set<String> participants = new HashSet<>();

	private final Source everything = new Source();

	private final Source names = new Source();

	private final Language language;

	/**
	 * A verifier.
	 * @param messages what an engine was given
	 * @param told the text that came before, which was verified before; empty when none
	 * did
	 * @param before the insights that came before
	 */
	public Verifier(List<MessageDocument> messages, String told, Insights before) {
		this.earlier = Set.copyOf(before.highlights());
		this.earlierKeywords = Set.copyOf(before.keywords());
		this.everything.add(told);
		StringBuilder sample = new StringBuilder(told);
		for (MessageDocument message : messages) {
			this.byId.computeIfAbsent(message.messageId(), (id) -> new ArrayList<>()).add(message);
			this.participants.add(message.userId());
			this.everything.add(message);
			if (sample.length() < 20_000) {
				sample.append(' ').append(message.content());
			}
		}
		this.earlier.forEach(this::remember);
		before.participants().forEach((each) -> this.participants.add(each.userId()));
		this.participants.forEach(this.names::addName);
		this.participants.forEach(this.everything::addName);
		this.everything.addNumber(messages.size());
		this.everything.addNumber(this.participants.size());
		this.language = Language.of(sample.toString());
	}

	/** A verifier of what follows a summary. */
	public static Verifier of(List<MessageDocument> messages, @Nullable ConversationSummary previous) {
		if (previous == null) {
			return new Verifier(messages, "", Insights.none());
		}
		String title = (previous.title() != null) ? previous.title() + "\n" : "";
		return new Verifier(messages, title + previous.summary(), previous.insights());
	}

	private void remember(Highlight highlight) {
		this.everything.add(highlight.text());
		this.everything.add(highlight.quote());
		highlight.messageIds()
			.forEach((id) -> this.earlierById.computeIfAbsent(id, (key) -> new ArrayList<>()).add(highlight));
	}

	/** What holds of a title, a summary and insights. */
	public Checked check(@Nullable String title, String summary, Insights insights) {
		List<String> problems = new ArrayList<>();
		Facts facts = facts(this.everything);
		Sentences sentences = sentences(summary, facts, problems);
		List<Highlight> highlights = insights.highlights()
			.stream()
			.map((highlight) -> proven(highlight, problems))
			.filter(Objects::nonNull)
			.toList();
		boolean enough = sentences.enough() && !(insights.highlights().size() >= 2 && highlights.isEmpty());
		List<String> keywords = insights.keywords()
			.stream()
			.filter((keyword) -> this.earlierKeywords.contains(keyword)
					|| this.everything.says(keyword) && facts.problem(keyword) == null)
			.toList();
		List<Insights.Participant> taking = insights.participants()
			.stream()
			.filter((each) -> this.participants.contains(each.userId()))
			.toList();
		return new Checked((title != null && facts.problem(title) == null) ? title : null, sentences.left(),
				new Insights(insights.sentiment(), Math.clamp(insights.sentimentScore(), -1, 1), keywords, taking,
						highlights, insights.language()),
				problems, enough);
	}

	/** What holds of a text. */
	public Checked check(String text) {
		List<String> problems = new ArrayList<>();
		Sentences sentences = sentences(text, facts(this.everything), problems);
		return new Checked(null, sentences.left(), Insights.none(), problems, sentences.enough());
	}

	private Facts facts(Source source) {
		return new Facts(source, this.names, this.language);
	}

	private static Sentences sentences(String text, Facts facts, List<String> problems) {
		BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
		sentences.setText(text);
		StringBuilder left = new StringBuilder();
		int all = 0;
		int kept = 0;
		int start = sentences.first();
		for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
			if (!isEnd(text, end)) {
				continue;
			}
			String sentence = text.substring(start, end);
			String problem = facts.problem(sentence);
			all++;
			if (problem == null) {
				left.append(sentence);
				kept++;
			}
			else {
				problems.add(problem);
			}
			start = end;
		}
		return new Sentences(left.toString().strip(), kept, all);
	}

	/** A question mark within a link ends no sentence. */
	private static boolean isEnd(String text, int end) {
		char last = text.charAt(end - 1);
		return end == text.length() || Character.isWhitespace(last) || last > LAST_OF_SPACED;
	}

	private @Nullable Highlight proven(Highlight highlight, List<String> problems) {
		if (this.earlier.contains(highlight)) {
			return highlight;
		}
		Source cited = new Source();
		List<MessageDocument> messages = new ArrayList<>();
		boolean quoted = false;
		for (String id : highlight.messageIds()) {
			List<MessageDocument> said = this.byId.getOrDefault(id, List.of());
			List<Highlight> told = this.earlierById.getOrDefault(id, List.of());
			if (said.isEmpty() && told.isEmpty()) {
				problems.add("a highlight cites a message that is not there");
				return null;
			}
			said.forEach(cited::add);
			told.forEach((each) -> cited.add(each.text() + "\n" + each.quote()));
			messages.addAll(said);
			quoted = quoted
					|| said.stream()
						.filter(Source::proves)
						.anyMatch((message) -> quotes(highlight.quote(), message.content()))
					|| told.stream().anyMatch((each) -> quotes(highlight.quote(), each.quote()));
		}
		String problem = quoted ? facts(cited).problem(highlight.text())
				: "a quote is in none of the messages it cites";
		if (problem != null) {
			problems.add(problem);
			return null;
		}
		return new Highlight(highlight.kind(), highlight.text(), owner(highlight), due(highlight, messages),
				highlight.quote(), highlight.messageIds());
	}

	private static boolean quotes(String quote, String said) {
		String words = Source.normalized(quote);
		String all = Source.normalized(said);
		return !words.isEmpty() && (words.length() >= SHORTEST_QUOTE || words.equals(all)) && all.contains(words);
	}

	private @Nullable String owner(Highlight highlight) {
		return (highlight.kind() == Highlight.Kind.ACTION_ITEM && highlight.owner() != null
				&& this.participants.contains(highlight.owner())) ? highlight.owner() : null;
	}

	private @Nullable String due(Highlight highlight, List<MessageDocument> messages) {
		String due = highlight.due();
		if (due == null || highlight.kind() != Highlight.Kind.ACTION_ITEM) {
			return null;
		}
		boolean known = highlight.messageIds()
			.stream()
			.flatMap((id) -> this.earlierById.getOrDefault(id, List.of()).stream())
			.anyMatch((each) -> due.equals(each.due()));
		try {
			LocalDate day = LocalDate.parse(due);
			return (known || messages.stream().anyMatch((message) -> Dues.mayMean(message, day))) ? day.toString()
					: null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * What is left of a text.
	 *
	 * @param kept how many of all its sentences
	 */
	private record Sentences(String left, int kept, int all) {

		boolean enough() {
			return this.kept >= 1 && this.kept * 2 >= this.all;
		}

	}

}
