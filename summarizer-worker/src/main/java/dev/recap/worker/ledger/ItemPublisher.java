package dev.recap.worker.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.ItemEvent;
import dev.recap.schema.topic.KafkaWait;
import dev.recap.schema.topic.RecordHeaders;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes what happened to items on the summaries' topic. */
final class ItemPublisher implements ItemEvents, AutoCloseable {

	private final Producer<byte[], byte[]> producer;

	private final String topic;

	ItemPublisher(Map<String, Object> properties, String topic) {
		Map<String, Object> all = new HashMap<>(properties);
		all.put(ProducerConfig.ACKS_CONFIG, "all");
		all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
		this.topic = topic;
	}

	@Override
	public void tell(ItemEvent event) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(this.topic,
				event.itemId().getBytes(StandardCharsets.UTF_8),
				Json.mapper().writerFor(SummaryEvent.class).writeValueAsBytes(event));
		RecordHeaders.stamp(record.headers());
		KafkaWait.await(this.producer.send(record));
	}

	@Override
	public void close() {
		this.producer.close();
	}

}
