package dev.recap.schema.topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A record as it came, with the reason and where it came from in its headers. */
public record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

	/**
	 * What the producer of dead letters has to take at least, in bytes: more than the
	 * largest record a topic takes.
	 */
	public static final int MAX_REQUEST_BYTES = 6 * 1024 * 1024;

	/** Just under what a topic takes, so that a copy with more headers always fits. */
	private static final int MAX_BYTES = TopicSettings.MAX_RECORD_BYTES - 32 * 1024;

	private static final int MAX_REASON = 1_000;

	/**
	 * Makes the record that goes to the dead-letter topic. One that is too large for it,
	 * which a producer can compress into the log, leaves its bytes there and takes the
	 * reason alone: the producer's refusal would stop the partition.
	 */
	public static DeadLetter of(byte @Nullable [] key, byte @Nullable [] value, Headers headers, String reason,
			String topic, int partition, long offset) {
		boolean fits = fits(key, value, headers);
		Headers explained = new org.apache.kafka.common.header.internals.RecordHeaders();
		if (fits) {
			headers.forEach(explained::add);
		}
		String shortened = reason.substring(0, Math.min(reason.length(), MAX_REASON));
		RecordHeaders.explain(explained,
				fits ? shortened : shortened + " (too large to copy, its bytes stay where they are)", topic, partition,
				offset);
		return fits ? new DeadLetter(key, value, explained) : new DeadLetter(null, null, explained);
	}

	public static DeadLetter of(ConsumerRecord<byte[], byte[]> record, String reason) {
		return of(record.key(), record.value(), record.headers(), reason, record.topic(), record.partition(),
				record.offset());
	}

	/** The record to publish. */
	public ProducerRecord<byte[], byte[]> to(String topic) {
		return new ProducerRecord<>(topic, null, null, this.key, this.value, this.headers);
	}

	/** Whether a copy fits in a topic. */
	public static boolean fits(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
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
