package dev.recap.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test moves on, and that stands still or runs apart from that. */
public final class TestClock extends Clock {

	private final Clock base;

	private volatile Duration ahead = Duration.ZERO;

	private TestClock(Clock base) {
		this.base = base;
	}

	/** One that stands still. */
	public static TestClock at(String instant) {
		return new TestClock(Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
	}

	/** The real time, until it is moved. */
	public static TestClock running() {
		return new TestClock(Clock.systemUTC());
	}

	public synchronized void pass(Duration time) {
		this.ahead = this.ahead.plus(time);
	}

	/** As if no time had passed but what the base tells. */
	public synchronized void reset() {
		this.ahead = Duration.ZERO;
	}

	@Override
	public Instant instant() {
		return this.base.instant().plus(this.ahead);
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
