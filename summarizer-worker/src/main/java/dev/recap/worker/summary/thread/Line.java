package dev.recap.worker.summary.thread;

import java.util.Map;
import java.util.Set;

import dev.recap.schema.store.MessageDocument;
import org.jspecify.annotations.Nullable;

/**
 * A message somebody wrote, as far as it matters for its thread.
 *
 * @param place its place among the messages written by somebody
 * @param user who wrote it, in lower case
 * @param addressee the participant named at its start, in lower case
 * @param mentioned the participants named elsewhere in it
 * @param vector its words by how rare they are, of length one
 */
record Line(int place, MessageDocument message, String user, @Nullable String addressee, Set<String> mentioned,
		Map<String, Double> vector, int words, boolean question, boolean answer, boolean thanks, boolean greeting) {

	boolean isBare() {
		return this.addressee == null;
	}

	double minutesAfter(Line earlier) {
		long millis = this.message.timestamp().toEpochMilli() - earlier.message.timestamp().toEpochMilli();
		return Math.max(0, millis / 60_000.0);
	}

	/** The cosine of both vectors. */
	double likeness(Line other) {
		Map<String, Double> smaller = (this.vector.size() <= other.vector.size()) ? this.vector : other.vector;
		Map<String, Double> larger = (smaller == this.vector) ? other.vector : this.vector;
		double sum = 0;
		for (Map.Entry<String, Double> entry : smaller.entrySet()) {
			sum += entry.getValue() * larger.getOrDefault(entry.getKey(), 0.0);
		}
		return sum;
	}

}
