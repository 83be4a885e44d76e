package dev.recap.faults;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What a run can be told from outside. */
final class Settings {

	private Settings() {
	}

	/** Everything random is drawn from it; a new one unless given. */
	static long seed() {
		String given = System.getProperty("recap.faults.seed", "");
		return given.isBlank() ? ThreadLocalRandom.current().nextInt(1_000_000) : Long.parseLong(given);
	}

	/** How long the long run injects faults. */
	static Duration time() {
		return Duration.ofSeconds(Long.getLong("recap.faults.seconds", 420));
	}

	/** How many messages lie in the log at the start of the long run. */
	static int backlog() {
		return Integer.getInteger("recap.faults.backlog", 20_000);
	}

}
