package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.store.MessageDocument;

/** Tells who only ever says the same few things: a bot's lines are no conversation. */
final class Bots {

	private static final int FEWEST_MESSAGES = 4;

	private static final int LONGEST = 300;

	private static final double COMMON = 0.25;

	private static final double FORMULAIC = 0.5;

	private Bots() {
	}

	static Set<String> of(List<MessageDocument> messages) {
		Map<String, List<Set<String>>> said = new HashMap<>();
		for (MessageDocument message : messages) {
			said.computeIfAbsent(message.userId(), (user) -> new ArrayList<>())
				.add(Set.copyOf(Words.of(Text.limit(message.content(), LONGEST))
					.stream()
					.filter(Words::isContent)
					.collect(java.util.stream.Collectors.toSet())));
		}
		Set<String> bots = new HashSet<>();
		said.forEach((user, lines) -> {
			if (lines.size() >= FEWEST_MESSAGES && said.size() > 2 && isFormulaic(lines)) {
				bots.add(user);
			}
		});
		return bots;
	}

	private static boolean isFormulaic(List<Set<String>> lines) {
		Map<String, Integer> counts = new HashMap<>();
		lines.forEach((line) -> line.forEach((word) -> counts.merge(word, 1, Integer::sum)));
		double least = Math.max(3, COMMON * lines.size());
		return lines.stream()
			.filter((line) -> !line.isEmpty())
			.mapToDouble(
					(line) -> (double) line.stream().filter((word) -> counts.get(word) >= least).count() / line.size())
			.average()
			.orElse(0) >= FORMULAIC;
	}

}
