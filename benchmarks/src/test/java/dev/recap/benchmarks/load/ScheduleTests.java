package dev.recap.benchmarks.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScheduleTests {

	private static final long SECOND = 1_000_000_000;

	@Test
	void spreadsRequestsEvenly() {
		Schedule schedule = new Schedule(0, 1000, SECOND);

		assertThat(schedule.left()).isEqualTo(1000);
		assertThat(schedule.take()).isZero();
		assertThat(schedule.take()).isEqualTo(1_000_000);
		assertThat(schedule.isDue(1_999_999)).isFalse();
		assertThat(schedule.isDue(2_000_000)).isTrue();
	}

	@Test
	void endsWithItsTime() {
		Schedule schedule = new Schedule(0, 2, SECOND);
		schedule.take();
		schedule.take();

		assertThat(schedule.isOver()).isTrue();
		assertThat(schedule.isDue(Long.MAX_VALUE)).isFalse();
	}

	@Test
	void countsWhatAStalledServerMadeOthersWaitFor() {
		Latencies latencies = stalledForASecond(new Schedule(0, 1000, 2 * SECOND));

		// Requests of the stalled second waited 500 ms each on average; half of all did.
		assertThat(latencies.percentile(50)).isLessThan(5);
		assertThat(latencies.percentile(75)).isCloseTo(500, within(10.0));
		assertThat(latencies.percentile(99)).isCloseTo(980, within(20.0));
	}

	/** One connection; the server answers at once but stalls for the first second. */
	private static Latencies stalledForASecond(Schedule schedule) {
		Latencies latencies = new Latencies();
		while (!schedule.isOver()) {
			long intended = schedule.take();
			latencies.record(intended, Math.max(intended, SECOND) + 1000);
		}
		return latencies;
	}

}
