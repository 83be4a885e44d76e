package dev.recap.evaluation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of what a reference summary says a sentence holds: its words and pairs of
 * words, the rarer the more, for the room that the sentence takes.
 */
final class Worth {

	/** What a sentence takes beside its words: who said it. */
	private static final double ROOM = 25;

	private static final double PAIR = 0.5;

	private static final double MOST = 3;

	private final Map<String, Integer> frequencies = new HashMap<>();

	private int references;

	void read(String reference) {
		this.references++;
		new HashSet<>(Rouge.tokens(reference)).forEach((token) -> this.frequencies.merge(token, 1, Integer::sum));
	}

	/** From 0 to 1. */
	double of(String text, String reference) {
		List<String> tokens = Rouge.tokens(text);
		List<String> wanted = Rouge.tokens(reference);
		Set<String> words = new HashSet<>(wanted);
		Set<List<String>> pairs = pairs(wanted);
		double sum = tokens.stream().distinct().filter(words::contains).mapToDouble(this::rarity).sum();
		sum += pairs(tokens).stream()
			.filter(pairs::contains)
			.mapToDouble((pair) -> PAIR * (rarity(pair.get(0)) + rarity(pair.get(1))))
			.sum();
		return Math.min(1, sum / MOST / (tokens.size() + ROOM));
	}

	private double rarity(String token) {
		return Math.log((1.0 + this.references) / this.frequencies.getOrDefault(token, 1));
	}

	private static Set<List<String>> pairs(List<String> tokens) {
		Set<List<String>> pairs = new HashSet<>();
		for (int i = 0; i + 2 <= tokens.size(); i++) {
			pairs.add(tokens.subList(i, i + 2));
		}
		return pairs;
	}

}
