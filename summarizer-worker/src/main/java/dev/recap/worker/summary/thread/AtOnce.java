package dev.recap.worker.summary.thread;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.recap.schema.store.MessageDocument;

/** Tells whether threads clearly run at the same time. */
final class AtOnce {

	private static final int FEWEST_SPEAKERS = 3;

	private static final int FEWEST_MESSAGES = 3;

	/** In speech and letters hardly anybody is addressed by name, line by line. */
	private static final double LEAST_ADDRESSED = 0.15;

	private static final double LEAST_SWITCHES = 0.35;

	/** Who takes minutes writes what others say, in the form of addressing them. */
	private static final Pattern SCRIBE = Pattern.compile("(?i)^scribe(?:nick)?\\s*:.*");

	private AtOnce() {
	}

	/**
	 * The threads that are a conversation of their own, largest first; none unless
	 * several overlap.
	 */
	static List<List<MessageDocument>> among(List<List<MessageDocument>> threads, List<Line> lines) {
		if (!isAddressed(lines) || isScribed(lines) || !isInterleaved(threads, lines)) {
			return List.of();
		}
		List<List<MessageDocument>> conversations = threads.stream()
			.filter((thread) -> thread.size() >= FEWEST_MESSAGES)
			.filter((thread) -> thread.stream().map(MessageDocument::userId).distinct().count() > 1)
			.sorted(Comparator.comparingInt((List<MessageDocument> thread) -> -thread.size()))
			.toList();
		return (conversations.size() > 1) ? conversations : List.of();
	}

	private static boolean isAddressed(List<Line> lines) {
		long addressed = lines.stream().filter((line) -> !line.isBare() || line.message().replyTo() != null).count();
		return addressed > LEAST_ADDRESSED * lines.size()
				&& lines.stream().map(Line::user).distinct().count() >= FEWEST_SPEAKERS;
	}

	private static boolean isScribed(List<Line> lines) {
		return lines.stream().anyMatch((line) -> SCRIBE.matcher(line.message().content()).matches());
	}

	/** Threads one after the other need no order but time's. */
	private static boolean isInterleaved(List<List<MessageDocument>> threads, List<Line> lines) {
		Map<String, Integer> threadOf = new HashMap<>();
		for (int i = 0; i < threads.size(); i++) {
			if (threads.get(i).size() >= FEWEST_MESSAGES) {
				int thread = i;
				threads.get(i).forEach((message) -> threadOf.put(message.messageId(), thread));
			}
		}
		List<Integer> order = lines.stream()
			.map((line) -> line.message().messageId())
			.filter(threadOf::containsKey)
			.map(threadOf::get)
			.toList();
		int switches = 0;
		for (int i = 1; i < order.size(); i++) {
			switches += order.get(i).equals(order.get(i - 1)) ? 0 : 1;
		}
		return switches > LEAST_SWITCHES * lines.size();
	}

}
