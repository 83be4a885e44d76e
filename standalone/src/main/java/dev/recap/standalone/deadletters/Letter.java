package dev.recap.standalone.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.RecordHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record of the dead-letter topic. */
record Letter(ConsumerRecord<byte[], byte[]> record) {

	private static final Set<String> OWN_HEADERS = Set.of(RecordHeaders.REASON, RecordHeaders.SOURCE_TOPIC,
			RecordHeaders.SOURCE_PARTITION, RecordHeaders.SOURCE_OFFSET);

	/** Where it lies in the dead-letter topic. */
	Position position() {
		return new Position(this.record.partition(), this.record.offset());
	}

	/** Why it is there; empty when nothing says so. */
	String reason() {
		return header(RecordHeaders.REASON);
	}

	/** The topic it came from; empty when nothing says so. */
	String sourceTopic() {
		return header(RecordHeaders.SOURCE_TOPIC);
	}

	/** Where it came from: two letters of one source are copies of each other. */
	String source() {
		return sourceTopic().isEmpty() ? "" : sourceTopic() + "-" + header(RecordHeaders.SOURCE_PARTITION) + ":"
				+ header(RecordHeaders.SOURCE_OFFSET);
	}

	/** Whether it is no letter but says that one was published again. */
	boolean isMark() {
		return this.record.headers().lastHeader(RecordHeaders.REPUBLISHED) != null;
	}

	/** The source of the letter that was published again. */
	String marked() {
		return header(RecordHeaders.REPUBLISHED);
	}

	/** Whether it has anything that could be published. */
	boolean hasBytes() {
		return this.record.key() != null || this.record.value() != null;
	}

	/**
	 * The record as it came, for its own topic or another.
	 * @param value what it is to hold in place of its own bytes; null for these
	 */
	ProducerRecord<byte[], byte[]> again(String topic, byte @Nullable [] value) {
		ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(topic, null, this.record.key(),
				(value != null) ? value : this.record.value());
		for (Header header : this.record.headers()) {
			if (!OWN_HEADERS.contains(header.key())) {
				again.headers().add(header);
			}
		}
		return again;
	}

	/** What says in the dead-letter topic that this letter was published again. */
	ProducerRecord<byte[], byte[]> mark() {
		ProducerRecord<byte[], byte[]> mark = new ProducerRecord<>(this.record.topic(), this.record.partition(), null,
				null);
		mark.headers().add(RecordHeaders.REPUBLISHED, identity().getBytes(StandardCharsets.UTF_8));
		return mark;
	}

	/** What all copies of the letter share. */
	String identity() {
		return source().isEmpty() ? this.record.topic() + "-" + position().partition() + ":" + position().offset()
				: source();
	}

	private String header(String name) {
		Header header = this.record.headers().lastHeader(name);
		return (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8) : "";
	}

}
