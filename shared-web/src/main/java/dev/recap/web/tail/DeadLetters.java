package dev.recap.web.tail;

import io.micrometer.core.instrument.Metrics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that cannot be read. */
@FunctionalInterface
public interface DeadLetters {

	/** Keeps a record for people to look at, as it came, and counts it. */
	void setAside(ConsumerRecord<byte[], byte[]> record, String reason);

	/** For those who cannot publish: a record is counted and stays where it is. */
	static DeadLetters none() {
		return (record, reason) -> Metrics.counter("recap.records.skipped", "topic", record.topic()).increment();
	}

}
