package dev.recap.observe;

import java.time.Clock;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How far a role is behind, in records and in time. */
public final class Lag {

	private final LongSupplier records;

	private final Clock clock;

	private volatile long workedOff = Long.MAX_VALUE;

	private Lag(LongSupplier records, Clock clock) {
		this.records = records;
		this.clock = clock;
	}

	/**
	 * Shows a role's lag.
	 * @param records how many records it has yet to work off
	 */
	public static Lag shown(MeterRegistry meters, String role, Clock clock, LongSupplier records) {
		Lag lag = new Lag(records, clock);
		Gauge.builder("recap.lag.records", records::getAsLong).tag("role", role).register(meters);
		Gauge.builder("recap.lag.seconds", lag, Lag::seconds).tag("role", role).register(meters);
		return lag;
	}

	/**
	 * Notes when what was just worked off had been written, in epoch milliseconds.
	 */
	public void workedOff(long writtenAt) {
		this.workedOff = writtenAt;
	}

	private double seconds() {
		long behind = this.clock.millis() - this.workedOff;
		return (this.records.getAsLong() > 0 && behind > 0) ? behind / 1000.0 : 0;
	}

}
