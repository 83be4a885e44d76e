package dev.recap.schema.summary;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;

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

	/**
	 * When the broker appended the last message, in epoch milliseconds; 0 at the start.
	 */
	public long appendedAt() {
		return this.value.isEmpty() ? 0 : Long.parseLong(this.value.substring(0, 13));
	}

	/** Where the last message lies; null at the start. */
	public @Nullable Position position() {
		return this.value.isEmpty() ? null : new Position(Integer.parseInt(this.value.substring(14, 19)),
				Long.parseLong(this.value.substring(20)));
	}

	@Override
	public int compareTo(AsOf other) {
		return this.value.compareTo(other.value);
	}

}
