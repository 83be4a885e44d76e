package dev.recap.worker.summary.llm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Insights.Participant;
import dev.recap.schema.summary.Sentiment;
import org.jspecify.annotations.Nullable;

/** Insights carried on from what came before. */
final class Carried {

	/** So many highlights a rolling summary keeps, the newest. */
	private static final int HIGHLIGHTS = 40;

	private static final int KEYWORDS = 10;

	private Carried() {
	}

	/**
	 * Insights of everything so far.
	 * @param before null when nothing came before
	 * @param messages what {@code now} was learned from
	 */
	static Insights and(@Nullable Insights before, Insights now, List<MessageDocument> messages) {
		if (before == null) {
			return now;
		}
		Set<Highlight> highlights = new LinkedHashSet<>(before.highlights());
		highlights.addAll(now.highlights());
		List<Highlight> all = new ArrayList<>(highlights);
		Set<String> keywords = new LinkedHashSet<>(now.keywords());
		keywords.addAll(before.keywords());
		int old = before.participants().stream().mapToInt(Participant::messageCount).sum();
		double score = (before.sentimentScore() * old + now.sentimentScore() * messages.size())
				/ Math.max(1, old + messages.size());
		return new Insights(tone(before, now, old > messages.size()), score, keywords.stream().limit(KEYWORDS).toList(),
				participants(before, now), all.subList(Math.max(0, all.size() - HIGHLIGHTS), all.size()));
	}

	private static Sentiment tone(Insights before, Insights now, boolean older) {
		return older ? before.sentiment() : now.sentiment();
	}

	private static List<Participant> participants(Insights before, Insights now) {
		Map<String, Participant> all = new LinkedHashMap<>();
		before.participants().forEach((each) -> all.put(each.userId(), each));
		now.participants()
			.forEach((each) -> all.merge(each.userId(), each, (old, recent) -> new Participant(old.userId(),
					old.messageCount() + recent.messageCount(), recent.sentiment())));
		return all.values()
			.stream()
			.sorted((one, other) -> Integer.compare(other.messageCount(), one.messageCount()))
			.toList();
	}

}
