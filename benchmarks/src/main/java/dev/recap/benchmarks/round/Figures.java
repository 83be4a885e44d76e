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

	/** The same under the name of who was measured: {@code recap rate}. */
	Figures of(String contender) {
		Map<String, Double> named = new TreeMap<>();
		this.values.forEach((name, value) -> named.put(contender + " " + name, value));
		return new Figures(named);
	}

}
