package dev.recap.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong.
 *
 * @param target which of several
 * @param hold how long it stays wrong
 */
record Fault(Kind kind, int target, Duration hold) {

	/** What can go wrong. */
	enum Kind {

		KILL_GATEWAY, KILL_WORKER, KILL_QUERY, KILL_BROKER, LOSE_LEADER, MONGO_AWAY, KAFKA_AWAY, STALL_GATEWAY,
		STALL_WORKER, STALL_QUERY, STALL_BROKER, STALL_MONGO, MODEL_ERRORS, MODEL_HANGS, MODEL_GARBAGE;

		boolean stalls() {
			return name().startsWith("STALL");
		}

		boolean ofModel() {
			return name().startsWith("MODEL");
		}

	}

	String describe() {
		return this.kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + this.target + " for "
				+ this.hold.toSeconds() + " s";
	}

}
