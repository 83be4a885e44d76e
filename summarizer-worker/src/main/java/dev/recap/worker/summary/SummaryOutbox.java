package dev.recap.worker.summary;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.topic.RecordHeaders;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes to {@code conversation-summaries}. */
final class SummaryOutbox implements Summarizer.Outbox, AutoCloseable {

	private final Producer<byte[], byte[]> producer;

	private final String topic;

	SummaryOutbox(Map<String, Object> properties, String topic) {
		Map<String, Object> own = new HashMap<>(properties);
		own.put(ProducerConfig.ACKS_CONFIG, "all");
		own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		own.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
		this.producer = new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer());
		this.topic = topic;
	}

	@Override
	public void updated(SummaryUpdated event) {
		send(event.conversationId(), event);
	}

	@Override
	public void failed(SummaryFailed event) {
		send(event.requestId(), event);
		// Nobody needs it later, so compaction may forget it.
		send(event.requestId(), null);
	}

	@Override
	public void erased(String conversationId) {
		send(conversationId, null);
	}

	@Override
	public void close() {
		this.producer.close();
	}

	private void send(String key, @Nullable SummaryEvent event) {
		byte[] value = (event != null) ? Json.mapper().writerFor(SummaryEvent.class).writeValueAsBytes(event) : null;
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(this.topic, key.getBytes(StandardCharsets.UTF_8),
				value);
		RecordHeaders.stamp(record.headers());
		try {
			this.producer.send(record).get();
		}
		catch (ExecutionException ex) {
			throw new KafkaException("Summaries cannot be published", ex.getCause());
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

}
