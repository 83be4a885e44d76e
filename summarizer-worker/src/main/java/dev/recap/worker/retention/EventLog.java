package dev.recap.worker.retention;

import java.util.HashMap;
import java.util.Map;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.topic.KafkaWait;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.RecordHeaders;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** {@code chat-messages}, as retention writes to it. */
class EventLog implements AutoCloseable {

	private final Producer<byte[], byte[]> producer;

	private final String topic;

	EventLog(Map<String, Object> producerProperties, String topic) {
		Map<String, Object> properties = new HashMap<>(producerProperties);
		properties.put(ProducerConfig.ACKS_CONFIG, "all");
		properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
		this.topic = topic;
	}

	/** Returns when the event is in the log, and where. */
	Position publish(ChatEvent event) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(this.topic, ChatEventWriter.key(event),
				ChatEventWriter.value(event));
		RecordHeaders.stamp(record.headers());
		RecordMetadata taken = KafkaWait.await(this.producer.send(record));
		return new Position(taken.partition(), taken.offset());
	}

	@Override
	public void close() {
		this.producer.close();
	}

}
