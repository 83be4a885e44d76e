package dev.recap.benchmarks.table;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.round.Medians;
import dev.recap.benchmarks.round.Rounds.Measured;
import org.jspecify.annotations.Nullable;

/**
 * What is to be reached.
 *
 * @param what is measured, for people
 * @param measured the figure of Recap
 * @param limit the figure it is compared with; null where the bound is a value by itself
 * @param bound whether more or less is better
 * @param factor times the limit, or the value itself; NaN where there is no goal
 * @param unit of the figures
 */
public record Goal(String what, String measured, @Nullable String limit, Bound bound, double factor, String unit) {

	/** Whether more or less is better. */
	public enum Bound {

		AT_LEAST("≥"), AT_MOST("≤");

		private final String sign;

		Bound(String sign) {
			this.sign = sign;
		}

	}

	public static Goal atLeast(String what, String measured, String limit, double factor, String unit) {
		return new Goal(what, measured, limit, Bound.AT_LEAST, factor, unit);
	}

	public static Goal atLeast(String what, String measured, double value, String unit) {
		return new Goal(what, measured, null, Bound.AT_LEAST, value, unit);
	}

	public static Goal atMost(String what, String measured, String limit, double factor, String unit) {
		return new Goal(what, measured, limit, Bound.AT_MOST, factor, unit);
	}

	public static Goal atMost(String what, String measured, double value, String unit) {
		return new Goal(what, measured, null, Bound.AT_MOST, value, unit);
	}

	/** Something to know for which there is no goal. */
	public static Goal none(String what, String measured, String unit) {
		return new Goal(what, measured, null, Bound.AT_MOST, Double.NaN, unit);
	}

	/** Something to know beside something else, for which there is no goal. */
	public static Goal beside(String what, String measured, String limit, String unit) {
		return new Goal(what, measured, limit, Bound.AT_LEAST, Double.NaN, unit);
	}

	/** What is asked for, for people. */
	public String text() {
		if (Double.isNaN(this.factor)) {
			return (this.limit == null) ? "—" : "— (beside " + this.limit + ")";
		}
		String sign = this.bound.sign;
		if (this.limit == null) {
			return sign + " " + Numbers.text(this.factor) + " " + this.unit;
		}
		return (this.factor < 1) ? "%s %.0f %% of %s".formatted(sign, this.factor * 100, this.limit)
				: sign + " " + Numbers.text(this.factor) + " × " + this.limit;
	}

	/** Compares it with what was measured. */
	public Outcome outcome(String scenario, Measured measured) {
		List<Figures> rounds = measured.rounds().stream().filter(this::isMeasured).toList();
		if (rounds.isEmpty()) {
			return Outcome.skipped(scenario, this, "not measured: " + missing(measured.rounds()));
		}
		double recap = Medians.of(values(rounds, (figures) -> value(figures, this.measured)));
		String known = this.limit;
		double bar = (known == null) ? Double.NaN : Medians.of(values(rounds, (figures) -> value(figures, known)));
		double reached = (known == null) ? recap : recap / bar;
		List<Double> each = IntStream.range(0, rounds.size()).mapToObj((i) -> reached(rounds.get(i))).sorted().toList();
		return new Outcome(scenario, this, bar, recap, reached, each.getFirst(), each.getLast(), verdict(reached),
				measured.undisturbed() == 0 ? "disturbed" : "");
	}

	private Outcome.Verdict verdict(double reached) {
		if (Double.isNaN(this.factor)) {
			return Outcome.Verdict.SKIPPED;
		}
		boolean met = (this.bound == Bound.AT_LEAST) ? reached >= this.factor : reached <= this.factor;
		return met ? Outcome.Verdict.MET : Outcome.Verdict.MISSED;
	}

	private boolean isMeasured(Figures figures) {
		return figures.values().containsKey(this.measured)
				&& (this.limit == null || figures.values().containsKey(this.limit));
	}

	private String missing(List<Figures> rounds) {
		boolean own = rounds.stream().anyMatch((figures) -> figures.values().containsKey(this.measured));
		return own ? Objects.requireNonNullElse(this.limit, "") : this.measured;
	}

	private double reached(Figures figures) {
		double recap = value(figures, this.measured);
		return (this.limit == null) ? recap : recap / value(figures, this.limit);
	}

	private static double value(Figures figures, String name) {
		return figures.values().getOrDefault(name, Double.NaN);
	}

	private static List<Double> values(List<Figures> rounds, ToDoubleFunction<Figures> value) {
		return rounds.stream().map(value::applyAsDouble).toList();
	}

}
