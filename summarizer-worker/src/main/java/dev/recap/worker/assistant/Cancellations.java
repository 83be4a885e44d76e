package dev.recap.worker.assistant;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.recap.schema.Json;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyCancelled;
import dev.recap.worker.background.BackgroundThread;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Hears that nobody waits for an answer any more; every worker hears all of it, because
 * no one else knows which of them is speaking.
 */
final class Cancellations extends BackgroundThread {

	private static final Logger log = LoggerFactory.getLogger(Cancellations.class);

	private static final Duration POLL = Duration.ofMillis(500);

	private static final byte[] CANCELLED = "reply.cancelled".getBytes(StandardCharsets.UTF_8);

	private final Map<String, Object> properties;

	private final String topic;

	private final Assistant assistant;

	private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

	Cancellations(Map<String, Object> properties, String topic, Assistant assistant) {
		super(Thread.ofPlatform().name("cancellations"));
		this.properties = properties;
		this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		this.properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
		this.topic = topic;
		this.assistant = assistant;
	}

	@Override
	protected void end(Thread running) {
		KafkaConsumer<byte[], byte[]> current = this.consumer;
		if (current != null) {
			current.wakeup();
		}
	}

	@Override
	protected void run() {
		while (isRunning()) {
			try (KafkaConsumer<byte[], byte[]> current = new KafkaConsumer<>(this.properties,
					new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
				this.consumer = current;
				List<TopicPartition> partitions = current.partitionsFor(this.topic)
					.stream()
					.map((partition) -> new TopicPartition(this.topic, partition.partition()))
					.toList();
				current.assign(partitions);
				current.seekToEnd(partitions);
				while (isRunning()) {
					current.poll(POLL).forEach(this::follow);
				}
			}
			catch (InterruptException | WakeupException ex) {
				return;
			}
			catch (KafkaException ex) {
				log.warn("Cancellations are heard anew: {}", ex.getMessage());
				pause();
			}
		}
	}

	private void follow(ConsumerRecord<byte[], byte[]> record) {
		if (record.value() == null || !cancels(record.value())) {
			return;
		}
		try {
			if (Json.mapper().readValue(record.value(), ReplyEvent.class) instanceof ReplyCancelled cancelled
					&& cancelled.requestId() != null) {
				this.assistant.cancel(cancelled.requestId());
			}
		}
		catch (JacksonException ex) {
			log.warn("Skipped {}-{}:{}, which is no reply event", record.topic(), record.partition(), record.offset());
		}
	}

	/** Most records are words of answers; the type stands at the beginning of each. */
	private static boolean cancels(byte[] value) {
		return new String(value, 0, Math.min(value.length, 64), StandardCharsets.ISO_8859_1)
			.contains(new String(CANCELLED, StandardCharsets.ISO_8859_1));
	}

}
