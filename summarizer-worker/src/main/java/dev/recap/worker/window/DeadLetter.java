package dev.recap.worker.window;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A record as it came, with the reason and where it came from in its headers. */
record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

	/** Just under what a topic takes, so that a copy with more headers always fits. */
	private static final int MAX_BYTES = 5 * 1024 * 1024 - 32 * 1024;

	private static final int MAX_REASON = 1_000;

	/**
	 * Makes the record that goes to the dead-letter topic. One that is too large for it,
	 * which a producer can compress into the log, leaves its bytes there and takes the
	 * reason alone: the producer's refusal would stop the partition.
	 */
	static DeadLetter of(byte @Nullable [] key, byte @Nullable [] value, Headers headers, String reason, String topic,
			int partition, long offset) {
		boolean fits = fits(key, value, headers);
		Headers explained = fits ? new RecordHeaders(headers) : new RecordHeaders();
		String shortened = reason.substring(0, Math.min(reason.length(), MAX_REASON));
		dev.recap.schema.topic.RecordHeaders.explain(explained,
				fits ? shortened : shortened + " (too large to copy, its bytes stay where they are)", topic, partition,
				offset);
		return fits ? new DeadLetter(key, value, explained) : new DeadLetter(null, null, explained);
	}

	/** Whether a copy fits in a topic. */
	static boolean fits(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
		long bytes = length(key) + length(value);
		for (Header header : headers) {
			bytes += header.key().length() * 3L + length(header.value());
		}
		return bytes <= MAX_BYTES;
	}

	private static long length(byte @Nullable [] bytes) {
		return (bytes != null) ? bytes.length : 0;
	}

}
