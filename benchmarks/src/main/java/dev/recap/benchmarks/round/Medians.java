package dev.recap.benchmarks.round;

import java.util.List;

/** The middle of numbers. */
public final class Medians {

	private Medians() {
	}

	/** The middle one, or the mean of the two in the middle; NaN of none. */
	public static double of(List<Double> values) {
		if (values.isEmpty()) {
			return Double.NaN;
		}
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

}
