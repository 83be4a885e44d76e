package dev.recap.worker.assistant;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.recap.observe.Traces;
import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyCancelled;
import dev.recap.schema.reply.ReplyEvent.ReplyCompleted;
import dev.recap.schema.reply.ReplyEvent.ReplyDelta;
import dev.recap.schema.reply.ReplyEvent.ReplyFailed;
import dev.recap.schema.reply.ReplyEvent.UnknownReplyEvent;
import dev.recap.schema.topic.RecordHeaders;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes answers: pieces to {@code reply-chunks}, the whole to {@code chat-messages}.
 */
final class ReplyOutbox implements Assistant.Outbox, AutoCloseable {

	private final Producer<byte[], byte[]> producer;

	private final String chunks;

	private final String messages;

	private final Traces traces;

	ReplyOutbox(Map<String, Object> properties, String chunks, String messages, Traces traces) {
		this.traces = traces;
		Map<String, Object> own = new HashMap<>(properties);
		own.put(ProducerConfig.ACKS_CONFIG, "all");
		own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		// A reader waits for every word.
		own.put(ProducerConfig.LINGER_MS_CONFIG, 0);
		this.producer = new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer());
		this.chunks = chunks;
		this.messages = messages;
	}

	@Override
	public void chunk(ReplyEvent event) {
		String key = switch (event) {
			case ReplyDelta delta -> delta.requestId();
			case ReplyCompleted completed -> completed.requestId();
			case ReplyFailed failed -> failed.requestId();
			case ReplyCancelled cancelled -> cancelled.requestId();
			case UnknownReplyEvent unknown -> "";
		};
		this.producer.send(record(this.chunks, key.getBytes(StandardCharsets.UTF_8),
				Json.mapper().writerFor(ReplyEvent.class).writeValueAsBytes(event)));
	}

	@Override
	public void log(ChatEvent event) {
		try {
			this.producer.send(record(this.messages, ChatEventWriter.key(event), ChatEventWriter.value(event))).get();
		}
		catch (ExecutionException ex) {
			throw new KafkaException("The answer cannot be published", ex.getCause());
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

	@Override
	public void close() {
		this.producer.close();
	}

	private ProducerRecord<byte[], byte[]> record(String topic, byte[] key, byte[] value) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
		RecordHeaders.stamp(record.headers());
		Traces.mark(record.headers(), this.traces.current());
		return record;
	}

}
