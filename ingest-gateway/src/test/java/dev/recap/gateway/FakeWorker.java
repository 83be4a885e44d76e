package dev.recap.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.recap.schema.Json;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Coverage;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Sentiment;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.AccessChecked;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.summary.Trigger;
import dev.recap.web.tail.TopicTail;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Answers as the worker does, at once but for conversations that are called silent: Ann
 * owns every conversation and Carla writes in it, but for the one that is missing.
 */
public final class FakeWorker implements AutoCloseable {

	private final KafkaProducer<byte[], byte[]> producer;

	private final TopicTail tail;

	private final List<SummaryRequest> requests = new CopyOnWriteArrayList<>();

	public FakeWorker(String bootstrapServers) {
		Map<String, Object> properties = Map.of("bootstrap.servers", bootstrapServers);
		this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
		this.tail = new TopicTail(properties, "summary-requests", true, this::take);
		this.tail.start();
	}

	public List<SummaryRequest> requests(String conversation) {
		return this.requests.stream().filter((request) -> request.conversationId().equals(conversation)).toList();
	}

	private void take(ConsumerRecord<byte[], byte[]> record) {
		SummaryRequest request = Json.mapper().readValue(record.value(), SummaryRequest.class);
		this.requests.add(request);
		if (!request.conversationId().startsWith("silent")) {
			answer(request);
		}
	}

	public void answer(SummaryRequest request) {
		publish(request, outcome(request));
	}

	private static SummaryEvent outcome(SummaryRequest request) {
		String id = request.requestId();
		String conversation = request.conversationId();
		String requester = request.requester();
		if (conversation.equals("missing")) {
			return new SummaryFailed(id, conversation, "not_found", "There is none");
		}
		if (requester != null && !List.of("ann", "carla").contains(requester)) {
			return new SummaryFailed(id, conversation, "forbidden", "Not yours");
		}
		if (request.trigger() == Trigger.CHECK) {
			return new AccessChecked(id, conversation, "ann".equals(requester));
		}
		return new SummaryUpdated(id, conversation, summary(request), null);
	}

	/** Something new is known of a conversation. */
	public void update(String conversation) {
		SummaryRequest nobodys = SummaryRequest.onDemand(conversation, SummaryType.ROLLING, null, Instant.now());
		publish(nobodys, new SummaryUpdated(nobodys.requestId(), conversation, summary(nobodys), null));
	}

	private void publish(SummaryRequest request, SummaryEvent event) {
		this.producer.send(new ProducerRecord<>("conversation-summaries",
				request.conversationId().getBytes(StandardCharsets.UTF_8), Json.bytes(event)));
	}

	private static ConversationSummary summary(SummaryRequest request) {
		Instant when = Instant.parse("2026-01-01T00:00:00Z");
		Insights insights = new Insights(Sentiment.POSITIVE, 0.5, List.of("well"), List.of(),
				List.of(new Highlight(Highlight.Kind.ACTION_ITEM, "Call Ann", "u", null, "call Ann", List.of("m"))));
		return new ConversationSummary(request.requestId(), request.conversationId(), request.type(), SummaryStatus.OK,
				AsOf.of(when.toEpochMilli(), 0, 1), "Title", "All is well.", insights, new Coverage(when, when, 3, 0),
				"extractive", null, "1", null, when);
	}

	@Override
	public void close() {
		this.tail.close();
		this.producer.close();
	}

}
