package dev.recap.worker.summary;

import java.nio.charset.StandardCharsets;

import dev.recap.observe.DeadLetterMeter;
import dev.recap.observe.Traces;
import dev.recap.schema.Json;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.AccessChecked;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.topic.DeadLetter;
import dev.recap.schema.topic.KafkaWait;
import dev.recap.schema.topic.RecordHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Publishes what became of requests; waits while Kafka is away. */
final class SummaryPublisher implements AutoCloseable {

	private final Producer<byte[], byte[]> producer;

	private final String summaries;

	private final String deadLetters;

	private final Patience patience;

	private final Traces traces;

	SummaryPublisher(Producer<byte[], byte[]> producer, String summaries, String deadLetters, Patience patience) {
		this(producer, summaries, deadLetters, patience, Traces.OFF);
	}

	SummaryPublisher(Producer<byte[], byte[]> producer, String summaries, String deadLetters, Patience patience,
			Traces traces) {
		this.traces = traces;
		this.producer = producer;
		this.summaries = summaries;
		this.deadLetters = deadLetters;
		this.patience = patience;
	}

	void updated(String requestId, ConversationSummary summary, @Nullable ConversationSummary rolling) {
		updated(requestId, summary, rolling, null);
	}

	void updated(String requestId, ConversationSummary summary, @Nullable ConversationSummary rolling,
			@Nullable ConversationSummary unread) {
		send(summary.conversationId(),
				new SummaryUpdated(requestId, summary.conversationId(), summary, rolling, unread));
	}

	void failed(String requestId, String conversationId, String code, String error) {
		send(requestId, new SummaryFailed(requestId, conversationId, code, error));
		send(requestId, null);
	}

	/** Says that who asks takes part. */
	void checked(String requestId, String conversationId, boolean owner) {
		send(requestId, new AccessChecked(requestId, conversationId, owner));
		send(requestId, null);
	}

	/** Says that a conversation has no summary any more. */
	void retracted(String conversationId) {
		send(conversationId, null);
	}

	/** Sets a record aside that cannot be served, as it came. */
	void setAside(ConsumerRecord<byte[], byte[]> record, String reason) {
		send(DeadLetter.of(record, reason).to(this.deadLetters));
		DeadLetterMeter.count(record.topic());
	}

	@Override
	public void close() {
		this.producer.close();
	}

	private void send(String key, @Nullable SummaryEvent event) {
		byte[] value = (event != null) ? Json.mapper().writerFor(SummaryEvent.class).writeValueAsBytes(event) : null;
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(this.summaries,
				key.getBytes(StandardCharsets.UTF_8), value);
		RecordHeaders.stamp(record.headers());
		Traces.mark(record.headers(), this.traces.current());
		send(record);
	}

	private void send(ProducerRecord<byte[], byte[]> record) {
		this.patience.keep("publish to " + record.topic(), () -> KafkaWait.await(this.producer.send(record)));
	}

}
