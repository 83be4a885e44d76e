package dev.recap.schema.summary;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How far into the log a summary looks, as text that sorts in the log's order: the time
 * the broker appended the last message, then its partition and offset.
 */
public record AsOf(@JsonValue String value) implements Comparable<AsOf> {

	/** Before everything. */
	public static final AsOf START = new AsOf("");

	@JsonCreator
	public AsOf {
	}

	public static AsOf of(long appendedAt, int partition, long offset) {
		return new AsOf(String.format(Locale.ROOT, "%013d-%05d-%019d", appendedAt, partition, offset));
	}

	@Override
	public int compareTo(AsOf other) {
		return this.value.compareTo(other.value);
	}

}
