package dev.recap.benchmarks.table;

import java.util.List;
import java.util.Map;

import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.round.Rounds.Measured;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableTests {

	private static final Goal HALF = Goal.atLeast("single POST", "recap rate", "bare rate", 0.5, "requests/s");

	private static final Goal SOON = Goal.atMost("visible", "recap p99", 30, "ms");

	@Test
	void comparesMediansAndShowsTheSpread() {
		Outcome outcome = HALF.outcome("single", rounds(rates(20, 40), rates(30, 40), rates(15, 50)));

		assertThat(Table.markdown(List.of(outcome)).lines().toList().getLast()).isEqualTo(
				"| single | single POST | ≥ 50 % of bare rate | 40 requests/s | 20 requests/s | 0.50 | 0.30–0.75 | yes |");
	}

	@Test
	void showsAMissedValue() {
		Outcome outcome = SOON.outcome("visible", rounds(Figures.of("recap p99", 31.25)));

		assertThat(Table.markdown(List.of(outcome)).lines().toList().getLast())
			.isEqualTo("| visible | visible | ≤ 30 ms |  | 31.3 ms |  | 31.3–31.3 | no |");
	}

	@Test
	void saysWhatWasNotMeasured() {
		Outcome outcome = HALF.outcome("single", rounds(Figures.of("recap rate", 5)));

		assertThat(outcome.verdict()).isEqualTo(Outcome.Verdict.SKIPPED);
		assertThat(Table.markdown(List.of(outcome))).contains("— (not measured: bare rate)");
	}

	@Test
	void saysThatNoRoundWasUndisturbed() {
		Outcome outcome = SOON.outcome("visible", new Measured(List.of(Figures.of("recap p99", 3)), 0, 1));

		assertThat(Table.markdown(List.of(outcome))).contains("yes (disturbed)");
	}

	private static Figures rates(double recap, double bare) {
		return new Figures(Map.of("recap rate", recap, "bare rate", bare));
	}

	private static Measured rounds(Figures... figures) {
		return new Measured(List.of(figures), figures.length, 0);
	}

}
