package dev.recap.benchmarks.scenario;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param size the size
 * @param time of one measurement
 */
public record Scale(Size size, Duration time) {

	/** How large. */
	public enum Size {

		/** To see that it works; its numbers say nothing. */
		QUICK,

		NORMAL,

		/** With a million of what normally are thousands. */
		FULL

	}

	/**
	 * The time of each of three things that are measured together; not less than one can
	 * answer in.
	 */
	Duration third() {
		return (this.size == Size.QUICK) ? this.time : this.time.dividedBy(3);
	}

	int of(int quick, int normal) {
		return (this.size == Size.QUICK) ? quick : normal;
	}

	int of(int quick, int normal, int full) {
		return (this.size == Size.FULL) ? full : of(quick, normal);
	}

}
