package dev.recap.schema.topic;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How soon {@code chat-messages} forgets what is archived.
 *
 * @param keep how long a record stays that every reader has applied; 24 hours by default
 * @param interval how often the worker looks for what can go; a minute by default
 * @param segment how much time one file of the log spans at most, for files are deleted
 * as a whole; an hour by default, and never more than {@code keep}
 * @param brokerDelay how long the broker takes to delete a file: its
 * {@code log.retention.check.interval.ms} and {@code log.segment.delete.delay.ms}
 * together; 6 minutes by default
 * @param readers consumer groups, beside Recap's own, that must have read what goes
 */
public record TrimSettings(@Nullable Duration keep, @Nullable Duration interval, @Nullable Duration segment,
		@Nullable Duration brokerDelay, @Nullable List<String> readers) {

	public TrimSettings {
		keep = positive("keep", keep, Duration.ofHours(24));
		interval = positive("interval", interval, Duration.ofMinutes(1));
		segment = positive("segment", segment, Duration.ofHours(1));
		brokerDelay = positive("broker-delay", brokerDelay, Duration.ofMinutes(6));
		readers = (readers != null) ? List.copyOf(readers) : List.of();
	}

	public static TrimSettings defaults() {
		return new TrimSettings(null, null, null, null, null);
	}

	/** How long a record stays that every reader has applied. */
	@Override
	public Duration keep() {
		return orZero(this.keep);
	}

	@Override
	public Duration interval() {
		return orZero(this.interval);
	}

	/**
	 * The span of a file: one that lasted longer than records are kept would keep them.
	 */
	@Override
	public Duration segment() {
		Duration given = orZero(this.segment);
		return (given.compareTo(keep()) > 0) ? keep() : given;
	}

	@Override
	public Duration brokerDelay() {
		return orZero(this.brokerDelay);
	}

	@Override
	public List<String> readers() {
		return (this.readers != null) ? this.readers : List.of();
	}

	/**
	 * After how long no file of the log holds a record any more that every reader has
	 * applied by then. One look trims the log and another begins a new file where no
	 * record comes that would.
	 */
	public Duration bound() {
		return keep().plus(segment()).plus(interval().multipliedBy(2)).plus(brokerDelay());
	}

	private static Duration orZero(@Nullable Duration value) {
		return (value != null) ? value : Duration.ZERO;
	}

	private static Duration positive(String name, @Nullable Duration given, Duration otherwise) {
		if (given != null && !given.isPositive()) {
			throw new IllegalArgumentException("recap.trim." + name + " must be positive");
		}
		return (given != null) ? given : otherwise;
	}

}
