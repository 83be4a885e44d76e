package dev.recap.worker.summary.extractive;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import dev.recap.schema.summary.Highlight.Kind;

/**
 * How much each trait counts for a kind of highlight; learned by the evaluation module
 * from data whose licences allow it.
 */
public record Weights(Map<Kind, Map<String, Double>> byKind) {

	/** The trait that is always 1. */
	public static final String ALWAYS = "always";

	private static final String FILE = "weights.txt";

	public Weights {
		Map<Kind, Map<String, Double>> copy = new EnumMap<>(Kind.class);
		byKind.forEach((kind, weights) -> copy.put(kind, Map.copyOf(weights)));
		byKind = Map.copyOf(copy);
	}

	/** Those that come with the engine. */
	public static Weights packaged() {
		Map<Kind, Map<String, Double>> byKind = new EnumMap<>(Kind.class);
		for (String line : Lists.lines(FILE)) {
			String[] parts = line.split("\t");
			byKind.computeIfAbsent(Kind.valueOf(parts[0]), (kind) -> new HashMap<>())
				.put(parts[1], Double.valueOf(parts[2]));
		}
		return new Weights(byKind);
	}

	/** The log odds that something with these traits is of a kind. */
	public double score(Kind kind, Map<String, Double> traits) {
		Map<String, Double> weights = this.byKind.getOrDefault(kind, Map.of());
		double sum = weights.getOrDefault(ALWAYS, 0.0);
		for (Map.Entry<String, Double> trait : traits.entrySet()) {
			sum += trait.getValue() * weights.getOrDefault(trait.getKey(), 0.0);
		}
		return sum;
	}

}
