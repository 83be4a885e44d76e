package dev.recap.worker.share;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.recap.observe.DeadLetterMeter;
import dev.recap.schema.topic.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes records to the dead-letter topic, as they came, with the reason. */
public final class DeadLetterProducer {

	private final Map<String, Object> properties;

	private final String topic;

	/**
	 * A producer that connects when it is needed: so rare that one of its own, made for
	 * the occasion, is cheaper.
	 * @param properties at least the bootstrap servers
	 * @param topic the dead-letter topic
	 */
	public DeadLetterProducer(Map<String, Object> properties, String topic) {
		this.properties = new HashMap<>(properties);
		this.properties.put(ProducerConfig.ACKS_CONFIG, "all");
		this.properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DeadLetter.MAX_REQUEST_BYTES);
		this.topic = topic;
	}

	/**
	 * Publishes a record and waits until it is in the log.
	 * @throws KafkaException when it could not; the record must not be given up then
	 */
	public void publish(ConsumerRecord<byte[], byte[]> record, String reason) {
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(this.properties, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			producer.send(DeadLetter.of(record, reason).to(this.topic)).get();
			DeadLetterMeter.count(record.topic());
		}
		catch (ExecutionException ex) {
			throw new KafkaException("The dead-letter topic cannot be reached", ex.getCause());
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

}
