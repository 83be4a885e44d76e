package dev.recap.benchmarks.table;

/**
 * What became of a goal.
 *
 * @param scenario which measurement it comes from
 * @param limit median of what Recap is compared with; NaN where there is nothing
 * @param recap median of Recap's
 * @param reached the ratio of the two, or Recap's by itself
 * @param lowest of the rounds' own
 * @param highest of the rounds' own
 * @param note what to know of it
 */
public record Outcome(String scenario, Goal goal, double limit, double recap, double reached, double lowest,
		double highest, Verdict verdict, String note) {

	/** Whether it was reached. */
	public enum Verdict {

		MET("yes"), MISSED("no"), SKIPPED("—");

		private final String text;

		Verdict(String text) {
			this.text = text;
		}

		String text() {
			return this.text;
		}

	}

	/** Not measured, and why. */
	public static Outcome skipped(String scenario, Goal goal, String why) {
		return new Outcome(scenario, goal, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Verdict.SKIPPED,
				why);
	}

}
