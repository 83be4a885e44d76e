package dev.recap.worker.retention;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.RecordHeaders;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
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
		try {
			RecordMetadata taken = this.producer.send(record).get();
			return new Position(taken.partition(), taken.offset());
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof KafkaException cause) ? cause : new KafkaException(ex.getCause());
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

	@Override
	public void close() {
		this.producer.close();
	}

}
