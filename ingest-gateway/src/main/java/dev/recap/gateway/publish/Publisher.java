package dev.recap.gateway.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.recap.observe.DeadLetterMeter;
import dev.recap.observe.Traces;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.topic.DeadLetter;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.RecordHeaders;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.ApiException;
import dev.recap.web.tail.DeadLetters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records into topics through the one producer, without ever blocking the caller.
 * <p>
 * A request that is answered 503 after it was handed to Kafka may still land: whoever
 * sends it again with the same message ids changes nothing, the first one wins.
 */
public final class Publisher implements DeadLetters {

	private static final Logger log = LoggerFactory.getLogger(Publisher.class);

	/** What a record costs beside its bytes. */
	private static final int OVERHEAD = 100;

	private final KafkaConnection kafka;

	private final TopicSettings topics;

	private final InFlight inFlight;

	private final Traces traces;

	private final Counter published;

	private final Counter refused;

	private final Counter failed;

	public Publisher(KafkaConnection kafka, TopicSettings topics, PublisherSettings settings, MeterRegistry meters,
			Traces traces) {
		this.traces = traces;
		this.kafka = kafka;
		this.topics = topics;
		this.inFlight = new InFlight(settings.inFlightBytes().toBytes(), settings.inFlightRequests());
		this.published = Counter.builder("recap.gateway.records.published").register(meters);
		this.refused = Counter.builder("recap.gateway.requests.overloaded").register(meters);
		this.failed = Counter.builder("recap.gateway.requests.failed").register(meters);
		Gauge.builder("recap.gateway.inflight.bytes", this.inFlight, InFlight::bytes).register(meters);
		Gauge.builder("recap.gateway.inflight.requests", this.inFlight, InFlight::requests).register(meters);
	}

	/**
	 * Publishes one event to {@code chat-messages}.
	 * @param cause the request's place in its trace; null when it is not traced
	 */
	public CompletableFuture<Position> publish(ChatEvent event, @Nullable TraceContext cause) {
		return publish(Topic.CHAT_MESSAGES, ChatEventWriter.key(event), List.of(ChatEventWriter.value(event)), cause);
	}

	/** Publishes one event to {@code chat-messages} that belongs to no request. */
	public CompletableFuture<Position> publish(ChatEvent event) {
		return publish(event, null);
	}

	/** Publishes what a frame of a socket says: each frame is a trace of its own. */
	public CompletableFuture<Position> publishFrame(String socket, byte[] key, List<byte[]> values) {
		Span frame = this.traces.begin("frame " + socket);
		if (frame == null) {
			return publish(Topic.CHAT_MESSAGES, key, values, null);
		}
		CompletableFuture<Position> published = publish(Topic.CHAT_MESSAGES, key, values, frame.context());
		published.whenComplete((position, failure) -> frame.end());
		return published;
	}

	/** Publishes records that belong to no request. */
	public CompletableFuture<Position> publish(Topic topic, byte[] key, List<? extends byte @Nullable []> values) {
		return publish(topic, key, values, null);
	}

	/**
	 * Publishes records of one key, in order; a null value is a tombstone.
	 * @param cause the request's place in its trace; null when it is not traced
	 * @return completes with the last one's position when all are in the log; fails with
	 * an {@link ApiException}: 503 when Kafka is away or too much waits for it already
	 */
	public CompletableFuture<Position> publish(Topic topic, byte[] key, List<? extends byte @Nullable []> values,
			@Nullable TraceContext cause) {
		try {
			Producer<byte[], byte[]> producer = this.kafka.producer();
			long bytes = bytes(key, values);
			if (!this.inFlight.tryEnter(bytes)) {
				this.refused.increment();
				throw overloaded();
			}
			Span span = this.traces.start("publish " + this.topics.name(topic), Span.Kind.PRODUCER, cause);
			return send(producer, this.topics.name(topic), key, values, new Settlement(values.size(), bytes, span));
		}
		catch (ApiException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Sends a record that cannot be read to the dead-letter topic. Every instance that
	 * read it does so: they can be told from where the record came.
	 */
	@Override
	public void setAside(ConsumerRecord<byte[], byte[]> record, String reason) {
		DeadLetterMeter.count(record.topic());
		String origin = record.topic() + "-" + record.partition() + ":" + record.offset();
		try {
			this.kafka.producer()
				.send(DeadLetter.of(record, reason).to(this.topics.name(Topic.CHAT_MESSAGES_DLT)), (metadata, ex) -> {
					if (ex != null) {
						log.warn("Record {} did not get to the dead-letter topic: {}", origin, ex.getMessage());
					}
				});
		}
		catch (ApiException | KafkaException | IllegalStateException ex) {
			log.warn("Record {} did not get to the dead-letter topic: {}", origin, ex.getMessage());
		}
	}

	private static Publication send(Producer<byte[], byte[]> producer, String topic, byte[] key,
			List<? extends byte @Nullable []> values, Settlement settlement) {
		Publication publication = new Publication(values.size(), settlement);
		int sent = 0;
		try {
			for (byte @Nullable [] value : values) {
				ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
				RecordHeaders.stamp(record.headers());
				Traces.mark(record.headers(), settlement.trace());
				producer.send(record, publication);
				sent++;
			}
		}
		catch (KafkaException | IllegalStateException ex) {
			publication.abandon(values.size() - sent, ex);
		}
		return publication;
	}

	private static ApiException overloaded() {
		return ApiException.overloaded("Too much waits for Kafka already; send it again in a moment");
	}

	private static long bytes(byte[] key, List<? extends byte @Nullable []> values) {
		long sum = 0;
		for (byte @Nullable [] value : values) {
			sum += key.length + ((value != null) ? value.length : 0) + OVERHEAD;
		}
		return sum;
	}

	private final class Settlement implements Publication.Outcome {

		private final int records;

		private final long bytes;

		private final long begunAt = System.nanoTime();

		private final @Nullable Span span;

		Settlement(int records, long bytes, @Nullable Span span) {
			this.records = records;
			this.bytes = bytes;
			this.span = span;
		}

		@Nullable TraceContext trace() {
			return (this.span != null) ? this.span.context() : null;
		}

		private void end(@Nullable Exception failure) {
			if (this.span != null) {
				if (failure != null) {
					this.span.tag("error.type", failure.getClass().getName());
				}
				this.span.end();
			}
		}

		@Override
		public void delivered() {
			Publisher.this.inFlight.leave(this.bytes);
			Publisher.this.kafka.succeeded();
			Publisher.this.published.increment(this.records);
			end(null);
		}

		@Override
		public Throwable failed(Exception failure) {
			Publisher.this.inFlight.leave(this.bytes);
			Publisher.this.failed.increment();
			end(failure);
			if (failure instanceof RecordTooLargeException) {
				return ApiException.tooLarge("A message is larger than the topic takes");
			}
			if (failure instanceof BufferExhaustedException) {
				return overloaded();
			}
			Publisher.this.kafka.failed(this.begunAt, failure);
			return ApiException.unavailable(
					"Kafka did not take it in time; send it again with the same message ids, which changes nothing should it have arrived",
					Duration.ofSeconds(2));
		}

	}

}
