package dev.recap.worker.summary;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a publisher published, without a broker. */
final class Published {

	private volatile Runnable afterwards = () -> {
	};

	private final MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, new ByteArraySerializer(),
			new ByteArraySerializer()) {

		@Override
		public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
			Future<RecordMetadata> sent = super.send(record);
			Published.this.afterwards.run();
			return sent;
		}

	};

	SummaryPublisher publisher() {
		return new SummaryPublisher(this.producer, "summaries", "dlt",
				new Patience(Duration.ofMillis(2), Duration.ofMillis(20)));
	}

	/** Does something as soon as the log has a record, before anybody learns of it. */
	void afterwards(Runnable work) {
		this.afterwards = work;
	}

	/** Events, and keys whose value is null. */
	List<Object> events() {
		return this.producer.history().stream().map(Published::event).toList();
	}

	List<SummaryUpdated> updates() {
		return events().stream().filter(SummaryUpdated.class::isInstance).map(SummaryUpdated.class::cast).toList();
	}

	private static Object event(ProducerRecord<byte[], byte[]> record) {
		return (record.value() != null) ? Json.mapper().readValue(record.value(), SummaryEvent.class)
				: "null " + new String(record.key(), StandardCharsets.UTF_8);
	}

}
