package dev.recap.benchmarks.round;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import dev.recap.benchmarks.round.Rounds.Measured;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundsTests {

	private final List<String> order = new ArrayList<>();

	private final List<String> said = new ArrayList<>();

	@Test
	void letsContendersTakeTurns() throws Exception {
		Rounds rounds = new Rounds(2, true, this.said::add);

		Measured measured = rounds.measure(List.of(contender("a"), contender("b")));

		assertThat(this.order).containsExactly("a", "b", "b", "a");
		assertThat(measured.rounds()).hasSize(2)
			.allSatisfy((figures) -> assertThat(figures.values()).containsOnlyKeys("a rate", "b rate"));
		assertThat(this.said).hasSize(2);
	}

	@Test
	void warmsUpUntilItIsNoFasterThreeTimesInARow() throws Exception {
		Iterator<Double> rates = List.of(10.0, 20.0, 20.5, 30.0, 30.5, 29.0, 30.5, 99.0).iterator();

		new Rounds(1, true, this.said::add).warmUp(List.of(new Contender("a", () -> Figures.of("rate", rates.next()))),
				12);

		assertThat(this.said).hasSize(7);
		assertThat(rates.next()).isEqualTo(99.0);
	}

	@Test
	void tellsOthersWorkFromOurs() {
		CpuTimes before = cpu("cpu 100 0 100 800 0 0 0 0 0 0", 50);
		CpuTimes after = cpu("cpu 150 10 140 900 0 0 0 0 0 0", 130);

		// 100 ticks of work in 200, 80 of them ours.
		assertThat(after.othersSince(before)).isEqualTo(0.1);
		assertThat(after.othersSince(before)).isGreaterThan(Rounds.MOST_FOR_OTHERS);
	}

	@Test
	void countsStolenTimeAsOthers() {
		CpuTimes before = cpu("cpu 0 0 0 0 0 0 0 0 0 0", 0);
		CpuTimes after = cpu("cpu 50 0 0 0 0 0 0 50 0 0", 50);

		assertThat(after.othersSince(before)).isEqualTo(0.5);
	}

	@Test
	void takesWaitingAndInterruptsForNobodysWork() {
		CpuTimes before = cpu("cpu 0 0 0 0 0 0 0 0 0 0", 0);
		CpuTimes after = cpu("cpu 20 0 20 20 20 10 10 0 0 0", 40);

		assertThat(after.othersSince(before)).isZero();
	}

	@Test
	void readsTheTimesOfAProcessWithAnyName() {
		assertThat(CpuTimes.times("1234 (a) b (c) S 1 1 1 0 -1 4194560 1 2 3 4 10 20 30 40 20 0 1 0 99"))
			.isEqualTo(100);
	}

	@Test
	void findsTheMiddle() {
		assertThat(Medians.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
		assertThat(Medians.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3);
		assertThat(Medians.of(List.of())).isNaN();
	}

	private Contender contender(String name) {
		return new Contender(name, () -> {
			this.order.add(name);
			return Figures.of("rate", 1);
		});
	}

	private static CpuTimes cpu(String line, long own) {
		return CpuTimes.of(line.split(" "), own);
	}

}
