package dev.recap.benchmarks.table;

import java.util.Locale;

/** Numbers with as many digits as they are worth. */
final class Numbers {

	private Numbers() {
	}

	/** Nothing for NaN. */
	static String text(double value) {
		if (Double.isNaN(value)) {
			return "";
		}
		double size = Math.abs(value);
		String format = (size >= 100 || value == Math.rint(value)) ? "%,.0f" : (size >= 10) ? "%.1f" : "%.2f";
		return String.format(Locale.ROOT, format, value);
	}

}
