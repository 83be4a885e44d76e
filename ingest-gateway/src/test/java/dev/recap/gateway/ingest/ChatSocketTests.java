package dev.recap.gateway.ingest;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.recap.gateway.TestGateway;
import dev.recap.schema.Json;
import dev.recap.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ChatSocketTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static TestBroker kafka;

	private static TestGateway gateway;

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		gateway = TestGateway.start(kafka.bootstrapServers()).connected();
	}

	@AfterAll
	static void stop() {
		gateway.close();
		kafka.close();
	}

	@Test
	void acknowledgesAThousandPipelinedFramesInOrder() {
		List<String> frames = IntStream.range(0, 1000)
			.mapToObj((i) -> "{\"user_id\":\"u\",\"conversation_id\":\"c" + i % 7 + "\",\"message\":\"" + i
					+ "\",\"message_id\":\"m" + i + "\"}")
			.toList();
		List<JsonNode> answers = exchange("", frames);
		assertThat(answers).extracting((answer) -> answer.path("type").asString()).containsOnly("ack");
		assertThat(answers).extracting((answer) -> answer.path("message_ids").path(0).asString())
			.containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj((i) -> "m" + i).toList());
		assertThat(answers.getFirst().path("position").asString()).matches("\\d+:\\d+");
		assertThat(kafka.records("chat-messages")
			.stream()
			.filter((record) -> new String(record.key()).equals("c3"))
			.map((record) -> Json.mapper().readTree(record.value()).path("content").asInt())
			.toList()).isSorted().hasSizeGreaterThan(140);
	}

	@Test
	void answersFaultyFramesInTheirPlace() {
		List<JsonNode> answers = exchange("?user_id=u&conversation_id=mixed",
				List.of("{\"message\":\"a\"}", "no json", "{\"message\":1}", "[]", "",
						"{\"messages\":[{\"content\":\"b\"},{\"content\":\"c\"}]}",
						"{\"message\":\"" + "x".repeat(65 * 1024) + "\"}", "{\"message\":\"d\"}"));
		assertThat(answers).extracting((answer) -> answer.path("type").asString())
			.containsExactly("ack", "error", "error", "error", "error", "ack", "error", "ack");
		assertThat(answers.get(2).at("/detail/fields/0/field").asString()).isEqualTo("message");
		assertThat(answers.get(5).path("inserted_count").asInt()).isEqualTo(2);
		assertThat(answers.get(6).at("/detail/code").asString()).isEqualTo("too_large");
	}

	@Test
	void queryGivesDefaultsThatAFrameMayOverrule() {
		List<JsonNode> answers = exchange("?user_id=J%C3%B6rg+B&conversation_id=a%20b",
				List.of("{\"message\":\"a\"}", "{\"message\":\"a\",\"conversation_id\":\"other\"}"));
		assertThat(answers).extracting((answer) -> answer.path("conversation_id").asString())
			.containsExactly("a b", "other");
	}

	@Test
	void aConnectionThatNamesNoConversationTalksInOne() {
		Set<String> conversations = exchange("?user_id=u",
				List.of("{\"message\":\"a\"}", "{\"message\":\"b\"}", "{\"message\":\"c\"}"))
			.stream()
			.map((answer) -> answer.path("conversation_id").asString())
			.collect(Collectors.toSet());
		assertThat(conversations).hasSize(1);
	}

	@Test
	void aDefaultThatIsNoIdIsAnErrorOfEachFrame() {
		JsonNode answer = exchange("?user_id=u&conversation_id=a%2Fb", List.of("{\"message\":\"a\"}")).getFirst();
		assertThat(answer.at("/detail/fields/0/field").asString()).isEqualTo("conversation_id");
	}

	@Test
	void refusesABinaryFrame() {
		List<JsonNode> answers = run("?user_id=u",
				(session) -> Flux.just(session.binaryMessage((factory) -> factory.wrap(new byte[] { 1, 2 })),
						session.textMessage("{\"message\":\"a\"}")),
				2);
		assertThat(answers).extracting((answer) -> answer.path("type").asString()).containsExactly("error", "ack");
	}

	@Test
	void endsASocketWhoseFrameIsLongerThanABody() {
		String frame = "x".repeat(4 * 1024 * 1024 + 1);
		List<JsonNode> answers = run("?user_id=u", (session) -> Flux.just(session.textMessage(frame)), 1);
		assertThat(answers).isEmpty();
		assertThat(exchange("?user_id=u", List.of("{\"message\":\"a\"}"))).hasSize(1);
	}

	private static List<JsonNode> exchange(String query, List<String> frames) {
		return run(query, (session) -> Flux.fromIterable(frames).map(session::textMessage), frames.size());
	}

	/** Sends frames and takes so many answers, or fewer when the socket ends before. */
	private static List<JsonNode> run(String query, Frames frames, int answers) {
		Queue<JsonNode> got = new ConcurrentLinkedQueue<>();
		new ReactorNettyWebSocketClient()
			.execute(URI.create("ws://" + gateway.address() + "/ws/chats" + query), (session) -> {
				Mono<Void> in = session.receive()
					.map(WebSocketMessage::getPayloadAsText)
					.map((text) -> Json.mapper().readTree(text))
					.take(answers)
					.doOnNext(got::add)
					.then();
				Mono<Void> out = session.send(frames.of(session).concatWith(Mono.never()));
				return Mono.firstWithSignal(in, out).then(session.close());
			})
			.onErrorComplete()
			.block(PATIENCE);
		return List.copyOf(got);
	}

	private interface Frames {

		Flux<WebSocketMessage> of(WebSocketSession session);

	}

}
