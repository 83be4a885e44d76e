package dev.recap.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When processes were killed or stalled. */
final class Crashes {

	/** How late what a crash has broken off may still come. */
	private static final Duration LATE = Duration.ofSeconds(5);

	private final List<Crash> crashes = new ArrayList<>();

	private record Crash(Instant from, Instant to) {
	}

	void add(Instant from, Instant to) {
		this.crashes.add(new Crash(from.minus(LATE), to.plus(LATE)));
	}

	/** How many fall at least in part between two moments. */
	long between(Instant from, Instant to) {
		return this.crashes.stream().filter((crash) -> !crash.from().isAfter(to) && !crash.to().isBefore(from)).count();
	}

}
