package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummaryStatus;
import org.jspecify.annotations.Nullable;

/** What a rolling summary takes over from the one before, within bounds. */
final class Carried {

	private static final int MOST_POINTS = 5;

	private static final int MOST_ITEMS = 40;

	private static final int MOST_QUESTIONS = 8;

	private static final int MOST_KEYWORDS = 10;

	private static final int LONGEST_LEAD = 600;

	private Carried() {
	}

	/** Keywords of both, those of either's front first. */
	static List<String> keywords(@Nullable ConversationSummary previous, List<String> found) {
		if (previous == null) {
			return found;
		}
		Map<String, Double> weights = new HashMap<>();
		for (List<String> keywords : List.of(previous.insights().keywords(), found)) {
			for (int i = 0; i < keywords.size(); i++) {
				weights.merge(keywords.get(i), 1.0 / (i + 3), Double::sum);
			}
		}
		return weights.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry::getKey))
			.limit(MOST_KEYWORDS)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * The earlier points that matter most for what the conversation is about, then the
	 * new ones.
	 */
	static List<Highlight> points(@Nullable ConversationSummary previous, List<Highlight> found,
			List<String> keywords) {
		Set<String> topics = new HashSet<>(Words.stems(String.join(" ", keywords)));
		List<Highlight> before = of(previous, Kind.KEY_POINT);
		List<Highlight> points = new ArrayList<>(before);
		points.sort(Comparator.comparingLong((point) -> -relevance(point, topics)));
		Set<Highlight> kept = new HashSet<>(points.subList(0, Math.min(MOST_POINTS, points.size())));
		List<Highlight> all = new ArrayList<>(before.stream().filter(kept::contains).toList());
		all.addAll(found);
		return distinct(all);
	}

	private static long relevance(Highlight point, Set<String> topics) {
		return Words.stems(point.text()).stream().distinct().filter(topics::contains).count();
	}

	/** Decisions, action items and questions of both. */
	static List<Highlight> acts(@Nullable ConversationSummary previous, List<Highlight> found) {
		List<Highlight> acts = new ArrayList<>();
		for (Kind kind : List.of(Kind.DECISION, Kind.ACTION_ITEM, Kind.QUESTION)) {
			List<Highlight> all = new ArrayList<>(of(previous, kind));
			found.stream().filter((highlight) -> highlight.kind() == kind).forEach(all::add);
			List<Highlight> distinct = distinct(all);
			int most = (kind == Kind.QUESTION) ? MOST_QUESTIONS : MOST_ITEMS;
			acts.addAll(distinct.subList(Math.max(0, distinct.size() - most), distinct.size()));
		}
		return acts;
	}

	private static List<Highlight> distinct(List<Highlight> highlights) {
		Duplicates duplicates = new Duplicates();
		return highlights.stream()
			.filter((highlight) -> duplicates.isNew(highlight.kind(), Words.stems(highlight.quote())))
			.toList();
	}

	private static List<Highlight> of(@Nullable ConversationSummary previous, Kind kind) {
		if (previous == null || previous.status() != SummaryStatus.OK) {
			return List.of();
		}
		return previous.insights().highlights().stream().filter((highlight) -> highlight.kind() == kind).toList();
	}

	/** The earlier text, where its points can't tell it: another engine wrote it. */
	static String lead(@Nullable ConversationSummary previous) {
		boolean told = previous == null || !of(previous, Kind.KEY_POINT).isEmpty();
		return told ? "" : Text.limit(Text.printable(previous.summary()), LONGEST_LEAD);
	}

}
