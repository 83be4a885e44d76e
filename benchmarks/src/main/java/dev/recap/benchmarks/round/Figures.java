package dev.recap.benchmarks.round;

import java.util.Map;
import java.util.TreeMap;

/** What one measurement found, by name: such as {@code rate} or {@code p99}. */
public record Figures(Map<String, Double> values) {

	public Figures {
		values = Map.copyOf(values);
	}

	public static Figures of(String name, double value) {
		return new Figures(Map.of(name, value));
	}

	public static Figures of(String name, double value, String other, double otherValue) {
		return new Figures(Map.of(name, value, other, otherValue));
	}

	/** These and others. */
	public Figures and(Figures others) {
		Map<String, Double> both = new TreeMap<>(this.values);
		both.putAll(others.values);
		return new Figures(both);
	}

	/** Whether a rate is higher, or a time lower, by more than a twentieth. */
	boolean isBetterThan(Figures before) {
		return this.values.entrySet().stream().anyMatch((figure) -> {
			double now = figure.getValue();
			double then = before.values.getOrDefault(figure.getKey(), now);
			return switch (figure.getKey()) {
				case "rate", "page", "last", "list" -> now > then * 1.05;
				case "p50", "time" -> now < then / 1.05;
				default -> false;
			};
		});
	}

	/** The same under the name of who was measured: {@code recap rate}. */
	Figures of(String contender) {
		Map<String, Double> named = new TreeMap<>();
		this.values.forEach((name, value) -> named.put(contender + " " + name, value));
		return new Figures(named);
	}

}
