package dev.recap.gateway.live;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.recap.gateway.TestGateway;
import dev.recap.gateway.TestSocket;
import dev.recap.gateway.publish.Publisher;
import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Coverage;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import dev.recap.testing.TestBroker;
import dev.recap.web.tail.TopicTail;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class LiveSocketTests {

	private static TestBroker kafka;

	private static TestGateway gateway;

	private static Publisher publisher;

	private static TopicTail worker;

	private static KafkaProducer<byte[], byte[]> producer;

	private final String conversation = "known-" + UUID.randomUUID();

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		gateway = TestGateway
			.start(kafka.bootstrapServers(), "recap.live.heartbeat=200ms", "recap.live.farewell=1s",
					"recap.live.first-frame=1s")
			.connected();
		publisher = gateway.bean(Publisher.class);
		producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers()), new ByteArraySerializer(),
				new ByteArraySerializer());
		worker = new TopicTail(Map.of("bootstrap.servers", kafka.bootstrapServers()), "summary-requests", true,
				LiveSocketTests::answer);
		worker.start();
	}

	@AfterAll
	static void stop() {
		worker.close();
		producer.close();
		gateway.close();
		kafka.close();
	}

	@Test
	void showsTheSummaryNowAndAfterEveryUpdate() {
		try (TestSocket socket = watch(this.conversation)) {
			JsonNode now = socket.next("summary");
			assertThat(now.path("conversation_id").asString()).isEqualTo(this.conversation);
			assertThat(now.path("summary").asString()).isEqualTo("at 1");
			assertThat(now.path("summary_type").asString()).isEqualTo("rolling");
			window(3);
			assertThat(socket.next("summary").path("summary").asString()).isEqualTo("at 3");
			window(2);
			window(4);
			assertThat(socket.next("summary").path("summary").asString()).isEqualTo("at 4");
		}
	}

	@Test
	void takesTheConversationFromTheFirstFrame() {
		try (TestSocket socket = TestSocket.open(gateway, "/ws/summarize")) {
			socket.send("{\"conversation_id\":\"" + this.conversation + "\"}");
			assertThat(socket.next("summary").path("summary").asString()).isEqualTo("at 1");
			window(2);
			assertThat(socket.next("summary").path("summary").asString()).isEqualTo("at 2");
		}
	}

	@Test
	void aQuietSocketBeats() {
		try (TestSocket socket = watch("unknown-" + UUID.randomUUID())) {
			assertThat(socket.next().path("type").asString()).isEqualTo("heartbeat");
			assertThat(socket.next().path("type").asString()).isEqualTo("heartbeat");
		}
	}

	@Test
	void closesWithTheLastSummaryWhenTheConversationEnds() {
		TestSocket socket = watch(this.conversation);
		socket.next("summary");
		publisher.publish(new ConversationEnded(this.conversation, Instant.now())).join();
		window(5);
		assertThat(socket.next("summary").path("summary").asString()).isEqualTo("at 5");
		assertThat(socket.closeStatus()).isEqualTo(1000);
	}

	@Test
	void closesWhenTheConversationEndsWithoutASummary() {
		TestSocket socket = watch(this.conversation);
		socket.next("summary");
		publisher.publish(new ConversationEnded(this.conversation, Instant.now())).join();
		assertThat(socket.closeStatus()).isEqualTo(1000);
	}

	@Test
	void closesWhenTheConversationIsDeleted() {
		TestSocket socket = watch(this.conversation);
		socket.next("summary");
		publisher.publish(new ConversationDeleted(this.conversation, Instant.now(), true, "ann")).join();
		assertThat(socket.closeStatus()).isEqualTo(1000);
	}

	@Test
	void refusesWhatItCannotRead() {
		for (String frame : List.of("no json", "{}", "{\"conversation_id\":5}", "{\"conversation_id\":\"a/b\"}")) {
			TestSocket socket = TestSocket.open(gateway, "/ws/summarize");
			socket.send(frame);
			assertThat(socket.next().at("/detail/code").asString()).as(frame).isEqualTo("invalid_request");
			assertThat(socket.closeStatus()).isEqualTo(1008);
		}
		TestSocket silent = TestSocket.open(gateway, "/ws/summarize");
		assertThat(silent.next().at("/detail/fields/0/field").asString()).isEqualTo("conversation_id");
		assertThat(silent.closeStatus()).isEqualTo(1008);
	}

	private static TestSocket watch(String conversation) {
		return TestSocket.open(gateway, "/ws/summarize?conversation_id=" + conversation);
	}

	private void window(int second) {
		publish(this.conversation,
				new SummaryUpdated("w" + second, this.conversation,
						summary(this.conversation, SummaryType.WINDOW, second),
						summary(this.conversation, SummaryType.ROLLING, second)));
	}

	private static void answer(ConsumerRecord<byte[], byte[]> record) {
		SummaryRequest request = Json.mapper().readValue(record.value(), SummaryRequest.class);
		String id = request.conversationId();
		publish(id,
				id.startsWith("known")
						? new SummaryUpdated(request.requestId(), id, summary(id, SummaryType.ROLLING, 1), null)
						: new SummaryFailed(request.requestId(), id, "not_found", "There is none"));
	}

	private static void publish(String conversation, SummaryEvent event) {
		producer.send(new ProducerRecord<>("conversation-summaries", conversation.getBytes(StandardCharsets.UTF_8),
				Json.mapper().writerFor(SummaryEvent.class).writeValueAsBytes(event)));
	}

	private static ConversationSummary summary(String conversation, SummaryType type, int second) {
		Instant when = Instant.ofEpochSecond(second);
		return new ConversationSummary("s" + second, conversation, type, SummaryStatus.OK,
				AsOf.of(when.toEpochMilli(), 0, second), null, "at " + second, Insights.none(),
				new Coverage(when, when, second, 0), "extractive", null, "1", null, when);
	}

}
