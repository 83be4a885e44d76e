package dev.recap.gateway.chat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.recap.gateway.TestGateway;
import dev.recap.schema.Json;
import dev.recap.schema.event.Usage;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyCancelled;
import dev.recap.schema.reply.ReplyEvent.ReplyCompleted;
import dev.recap.schema.reply.ReplyEvent.ReplyDelta;
import dev.recap.schema.reply.ReplyEvent.ReplyFailed;
import dev.recap.schema.reply.ReplyRequest;
import dev.recap.testing.TestBroker;
import dev.recap.web.tail.TopicTail;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ChatTests {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static TestBroker kafka;

	private static TestGateway gateway;

	private static FakeAssistant assistant;

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		gateway = TestGateway
			.start(kafka.bootstrapServers(), "recap.assistant.model=stub", "recap.assistant.models=stub-2",
					"recap.assistant.reply-timeout=3s")
			.connected();
		assistant = new FakeAssistant(kafka.bootstrapServers());
	}

	@AfterAll
	static void stop() {
		assistant.close();
		gateway.close();
		kafka.close();
	}

	@Test
	void aSessionIsAConversationThatAnswers() throws Exception {
		JsonNode session = body(post("/session", ""));
		String id = session.path("sessionId").asString();
		HttpResponse<String> answer = post("/chat", Map.of("sessionId", id, "message", "say well"));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(body(answer).path("response").asString()).isEqualTo("All is well.");
		assertThat(body(answer).path("conversation_id").asString()).isEqualTo(id);
	}

	@Test
	void answersWhole() throws Exception {
		HttpResponse<String> answer = post("/chat",
				Map.of("input", "say well", "user_id", "ann", "conversation_id", "whole"));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("X-Position")).isPresent();
		JsonNode body = body(answer);
		assertThat(body.has("response")).isFalse();
		assertThat(body.path("id").asString()).startsWith("resp_");
		assertThat(body.path("object").asString()).isEqualTo("response");
		assertThat(body.path("created_at").isIntegralNumber()).isTrue();
		assertThat(body.path("model").asString()).isEqualTo("stub");
		assertThat(body.path("output_text").asString()).isEqualTo("All is well.");
		assertThat(body.path("conversation_id").asString()).isEqualTo("whole");
		assertThat(body.path("title").asString()).isEqualTo("A title");
		assertThat(body.path("message_count").asInt()).isEqualTo(2);
		assertThat(body.at("/usage/input_tokens").asInt()).isEqualTo(10);
		assertThat(body.at("/usage/output_tokens").asInt()).isEqualTo(5);
		assertThat(body.at("/usage/total_tokens").asInt()).isEqualTo(15);
		assertThat(body.path("cost").asDouble()).isEqualTo(0.5);
	}

	@Test
	void streamsTheAnswerInPieces() throws Exception {
		List<Sse> events = stream("say well");
		assertThat(events).extracting(Sse::event)
			.containsExactly("response.created", "response.output_text.delta", "response.output_text.delta",
					"response.output_text.delta", "response.completed");
		assertThat(text(events)).isEqualTo("All is well.");
		assertThat(events.getLast().data().path("output_text").asString()).isEqualTo("All is well.");
		assertThat(events.getLast().data().path("id")).isEqualTo(events.getFirst().data().path("id"));
	}

	@Test
	void aFailureEndsTheStream() throws Exception {
		List<Sse> events = stream("fail rate_limited");
		assertThat(events).extracting(Sse::event).containsExactly("response.created", "response.failed");
		assertThat(events.getLast().data().at("/detail/code").asString()).isEqualTo("rate_limited");
	}

	@Test
	void anotherAttemptGoesOnWhereItSaysTheSame() throws Exception {
		List<Sse> events = stream("twice same");
		assertThat(text(events)).isEqualTo("All is well.");
		assertThat(events.getLast().event()).isEqualTo("response.completed");
	}

	@Test
	void anotherAttemptThatSaysSomethingElseFails() throws Exception {
		List<Sse> events = stream("twice other");
		assertThat(text(events)).isEqualTo("All is");
		assertThat(events.getLast().event()).isEqualTo("response.failed");
	}

	@Test
	void aSilentAssistantIsATimeout() throws Exception {
		HttpResponse<String> late = post("/chat", Map.of("input", "silence"));
		assertThat(late.statusCode()).isEqualTo(504);
		assertThat(body(late).at("/detail/code").asString()).isEqualTo("timeout");
		awaitCancelled(assistant.request("silence").requestId());
	}

	@Test
	void sixOfTheAssistantsFailuresHaveTheirStatus() throws Exception {
		for (Map.Entry<String, Integer> each : Map
			.of("llm_not_configured", 503, "unavailable", 503, "rate_limited", 429, "timeout", 504, "invalid_request",
					400, "not_found", 404)
			.entrySet()) {
			HttpResponse<String> answer = post("/chat", Map.of("input", "fail " + each.getKey()));
			assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(each.getValue());
			assertThat(body(answer).at("/detail/code").asString()).isEqualTo(each.getKey());
		}
	}

	@Test
	void saysWhenItMayBeTriedAgain() throws Exception {
		assertThat(post("/chat", Map.of("input", "fail rate_limited")).headers().firstValue("Retry-After"))
			.contains("7");
	}

	@Test
	void whoGoesAwayCancelsTheAnswer() {
		CompletableFuture<HttpResponse<String>> call = HTTP.sendAsync(
				request("/chat", Map.of("input", "leave me", "stream", true)), HttpResponse.BodyHandlers.ofString());
		ReplyRequest request = Awaitility.await().until(() -> assistant.request("leave me"), (found) -> found != null);
		call.cancel(true);
		awaitCancelled(request.requestId());
	}

	@Test
	void passesOnWhatWasAskedFor() throws Exception {
		post("/chat", Map.of("input", "say params", "model", "stub-2", "temperature", 0.5, "max_tokens", 7));
		ReplyRequest request = assistant.request("say params");
		assertThat(request.model()).isEqualTo("stub-2");
		assertThat(request.temperature()).isEqualTo(0.5);
		assertThat(request.maxTokens()).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "{\"input\":\"\"}", "{\"input\":5}", "{\"message\":\"no session\"}",
			"{\"sessionId\":\"s\"}", "{\"input\":\"a\",\"model\":\"other\"}", "{\"input\":\"a\",\"temperature\":3}",
			"{\"input\":\"a\",\"max_tokens\":0}", "{\"input\":\"a\",\"max_tokens\":1.5}",
			"{\"input\":\"a\",\"stream\":\"yes\"}", "{\"input\":\"a\",\"user_id\":\"a/b\"}" })
	void refusesWhatItCannotRead(String body) throws Exception {
		HttpResponse<String> answer = post("/chat", body);
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(body(answer).at("/detail/code").asString()).isEqualTo("invalid_request");
	}

	@Test
	void takesTenThousandCharactersAndNoMore() throws Exception {
		assertThat(post("/chat", Map.of("input", "say " + "x".repeat(9_996))).statusCode()).isEqualTo(200);
		HttpResponse<String> refused = post("/chat", Map.of("input", "say " + "x".repeat(9_997)));
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(body(refused).at("/detail/fields/0/field").asString()).isEqualTo("input");
	}

	@Test
	void makesAndEndsAConversation() throws Exception {
		HttpResponse<String> created = post("/conversations",
				Map.of("user_id", "ann", "title", "Plans", "metadata", Map.of("k", 1)));
		assertThat(created.statusCode()).isEqualTo(201);
		JsonNode body = body(created);
		String id = body.path("id").asString();
		assertThat(body.path("user_id").asString()).isEqualTo("ann");
		assertThat(body.path("title").asString()).isEqualTo("Plans");
		assertThat(body.path("message_count").asInt(-1)).isZero();
		assertThat(post("/conversations/" + id + "/end", "").statusCode()).isEqualTo(202);
		assertThat(kafka.records("chat-messages")
			.stream()
			.filter((record) -> new String(record.key(), StandardCharsets.UTF_8).equals(id))
			.map((record) -> Json.mapper().readTree(record.value()).path("type").asString()))
			.containsExactly("conversation.updated", "conversation.ended");
		assertThat(post("/conversations", Map.of("title", "nobody's")).statusCode()).isEqualTo(400);
	}

	private static void awaitCancelled(String requestId) {
		Awaitility.await().until(() -> assistant.cancelled.contains(requestId));
	}

	private static List<Sse> stream(String input) throws Exception {
		HttpResponse<String> answer = post("/chat", Map.of("input", input, "stream", true));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
		List<Sse> events = new ArrayList<>();
		for (String block : answer.body().split("\n\n")) {
			String event = "";
			String data = "";
			for (String line : block.split("\n")) {
				event = line.startsWith("event:") ? line.substring(6).strip() : event;
				data = line.startsWith("data:") ? line.substring(5).strip() : data;
			}
			events.add(new Sse(event, Json.mapper().readTree(data)));
		}
		return events;
	}

	private static String text(List<Sse> events) {
		StringBuilder text = new StringBuilder();
		events.stream()
			.filter((each) -> each.event().endsWith(".delta"))
			.forEach((each) -> text.append(each.data().path("delta").asString()));
		return text.toString();
	}

	private static HttpResponse<String> post(String path, Object body) throws Exception {
		return HTTP.send(request(path, body), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest request(String path, Object body) {
		byte[] bytes = (body instanceof String text) ? text.getBytes(StandardCharsets.UTF_8) : Json.bytes(body);
		return HttpRequest.newBuilder(URI.create("http://" + gateway.address() + path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
			.build();
	}

	private static JsonNode body(HttpResponse<String> answer) {
		return Json.mapper().readTree(answer.body());
	}

	private record Sse(String event, JsonNode data) {
	}

	/** Does what the message says. */
	private static final class FakeAssistant implements AutoCloseable {

		private final KafkaProducer<byte[], byte[]> producer;

		private final TopicTail requests;

		private final TopicTail chunks;

		private final List<String> cancelled = new CopyOnWriteArrayList<>();

		private final Map<String, ReplyRequest> asked = new ConcurrentHashMap<>();

		FakeAssistant(String bootstrapServers) {
			Map<String, Object> properties = Map.of("bootstrap.servers", bootstrapServers);
			this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
			this.requests = new TopicTail(properties, "reply-requests", true, this::answer);
			this.chunks = new TopicTail(properties, "reply-chunks", true, this::hear);
			this.requests.start();
			this.chunks.start();
		}

		ReplyRequest request(String input) {
			return this.asked.get(input);
		}

		private void hear(ConsumerRecord<byte[], byte[]> record) {
			if (Json.mapper().readValue(record.value(), ReplyEvent.class) instanceof ReplyCancelled event) {
				this.cancelled.add(event.requestId());
			}
		}

		private void answer(ConsumerRecord<byte[], byte[]> record) {
			ReplyRequest request = Json.mapper().readValue(record.value(), ReplyRequest.class);
			String input = input(request);
			this.asked.put(input, request);
			String[] words = input.split(" ");
			switch (words[0]) {
				case "say" -> {
					delta(request, 1, 0, "All");
					delta(request, 1, 3, " is ");
					delta(request, 1, 7, "well.");
					complete(request, "All is well.");
				}
				case "fail" -> publish(request,
						new ReplyFailed(request.requestId(), request.conversationId(), words[1], "No.", 7));
				case "twice" -> {
					delta(request, 1, 0, "All is");
					String again = words[1].equals("same") ? "All is well." : "Nothing is.";
					delta(request, 2, 0, again.substring(0, 3));
					delta(request, 2, 3, again.substring(3));
					complete(request, again);
				}
				case "leave" -> delta(request, 1, 0, "All");
				default -> {
				}
			}
		}

		private static String input(ReplyRequest request) {
			return kafka.records("chat-messages")
				.stream()
				.filter((each) -> each.partition() == request.position().partition()
						&& each.offset() == request.position().offset())
				.map((each) -> Json.mapper().readTree(each.value()).path("content").asString())
				.findFirst()
				.orElseThrow();
		}

		private void delta(ReplyRequest request, int attempt, int offset, String text) {
			publish(request, new ReplyDelta(request.requestId(), attempt, offset, text));
		}

		private void complete(ReplyRequest request, String text) {
			publish(request, new ReplyCompleted(request.requestId(), request.conversationId(), request.replyId(), text,
					"stub", "A title", 2, new Usage(10, 5, 0.5)));
		}

		private void publish(ReplyRequest request, ReplyEvent event) {
			this.producer
				.send(new ProducerRecord<>("reply-chunks", request.requestId().getBytes(StandardCharsets.UTF_8),
						Json.mapper().writerFor(ReplyEvent.class).writeValueAsBytes(event)));
		}

		@Override
		public void close() {
			this.requests.close();
			this.chunks.close();
			this.producer.close();
		}

	}

}
