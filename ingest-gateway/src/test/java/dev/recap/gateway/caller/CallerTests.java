package dev.recap.gateway.caller;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import dev.recap.gateway.FakeWorker;
import dev.recap.gateway.TestGateway;
import dev.recap.gateway.TestSocket;
import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.testing.TestBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user, another user, a service, an operator and nobody in particular may do here.
 */
class CallerTests {

	private static final String ANN = "caller=user:ann";

	private static final String BOB = "caller=user:bob";

	private static final String SERVICE = "caller=service:billing";

	private static final String ADMIN = "caller=user:root:admin";

	private static TestBroker kafka;

	private static TestGateway gateway;

	private static FakeWorker worker;

	private final WebTestClient client = gateway.client();

	/** Ann's own; Bob does not take part, Carla does. */
	private final String conversation = "anns-" + UUID.randomUUID();

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		gateway = TestGateway
			.start(kafka.bootstrapServers(), "recap.on-demand.timeout=5s", "recap.live.heartbeat=200ms",
					"recap.assistant.reply-timeout=1s")
			.connected();
		worker = new FakeWorker(kafka.bootstrapServers());
	}

	@AfterAll
	static void stop() {
		worker.close();
		gateway.close();
		kafka.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'user_id':'bob','message':'a'}", "{'user_id':'bob','messages':[{'content':'a'}]}",
			"{'user_id':'ann','messages':[{'content':'a'},{'content':'b','user_id':'bob'}]}",
			"{'user_id':'bob','messages':[{'content':'b','user_id':'ann'}]}" })
	void aUserPostsForNobodyElse(String body) {
		forbidden(post("/chats?" + ANN, body));
		created(post("/chats?" + SERVICE, body));
		created(post("/chats?" + ADMIN, body));
		created(post("/chats", body));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'message':'a'}", "{'user_id':'ann','message':'a'}", "{'messages':[{'content':'a'}]}",
			"{'messages':[{'content':'a','user_id':'ann'},{'content':'b'}]}" })
	void aUserPostsAsItselfNamedOrNot(String body) {
		String id = "own-" + UUID.randomUUID();
		created(post("/chats?" + ANN, body.replaceFirst("\\{", "{'conversation_id':'" + id + "',")));
		assertThat(authors(id)).isNotEmpty().containsOnly("ann");
	}

	@Test
	void whoIsNobodyHasToNameAUser() {
		post("/chats", "{'message':'a'}").expectStatus().isBadRequest();
		post("/chats?" + SERVICE, "{'message':'a'}").expectStatus().isBadRequest();
	}

	@Test
	void aFrameForSomebodyElseIsAnErrorAndTheNextIsTaken() {
		String id = "frames-" + UUID.randomUUID();
		try (TestSocket socket = TestSocket.open(gateway, "/ws/chats?" + ANN + "&conversation_id=" + id)) {
			socket.send("{\"user_id\":\"bob\",\"message\":\"a\"}");
			socket.send("{\"message\":\"b\"}");
			socket.send("{\"messages\":[{\"content\":\"c\",\"user_id\":\"bob\"}]}");
			socket.send("{\"user_id\":\"ann\",\"message\":\"d\"}");
			assertThat(socket.next().at("/detail/code").asString()).isEqualTo("forbidden");
			assertThat(socket.next().path("type").asString()).isEqualTo("ack");
			assertThat(socket.next().at("/detail/code").asString()).isEqualTo("forbidden");
			assertThat(socket.next().path("type").asString()).isEqualTo("ack");
		}
		assertThat(authors(id)).containsExactly("ann", "ann");
	}

	@Test
	void aSocketForSomebodyElseTakesNothingThatIsSaidForThem() {
		try (TestSocket socket = TestSocket.open(gateway, "/ws/chats?" + ANN + "&user_id=bob")) {
			socket.send("{\"message\":\"a\"}");
			assertThat(socket.next().at("/detail/code").asString()).isEqualTo("forbidden");
			socket.send("{\"user_id\":\"ann\",\"message\":\"b\"}");
			assertThat(socket.next().path("type").asString()).isEqualTo("ack");
		}
		try (TestSocket socket = TestSocket.open(gateway, "/ws/chats?" + SERVICE + "&user_id=bob")) {
			socket.send("{\"message\":\"a\"}");
			assertThat(socket.next().path("type").asString()).isEqualTo("ack");
		}
	}

	@Test
	void aUserEntersARoomUnderNoOtherName() {
		String room = "&room=" + UUID.randomUUID();
		try (TestSocket own = TestSocket.open(gateway, "/ws?" + ANN + room)) {
			assertThat(own.next("presence").path("username").asString()).isEqualTo("ann");
			TestSocket other = TestSocket.open(gateway, "/ws?" + ANN + "&username=bob" + room);
			assertThat(other.next().at("/detail/code").asString()).isEqualTo("forbidden");
			assertThat(other.closeStatus()).isEqualTo(1008);
			try (TestSocket service = TestSocket.open(gateway, "/ws?" + SERVICE + "&username=bob" + room)) {
				assertThat(service.next("presence").path("username").asString()).isEqualTo("bob");
			}
			TestSocket nameless = TestSocket.open(gateway, "/ws?" + SERVICE + room);
			assertThat(nameless.next().at("/detail/code").asString()).isEqualTo("invalid_request");
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', delimiter = '|',
			value = { "/session | {'user_id':'bob'}", "/conversations | {'user_id':'bob'}",
					"/chat | {'sessionId':'s','message':'a','user_id':'bob'}", "/chat | {'input':'a','user_id':'bob'}",
					"/chat | {'input':'a','user_id':'bob','stream':true}" })
	void aUserBeginsAndAsksNothingForSomebodyElse(String path, String body) {
		forbidden(post(path + "?" + ANN, body));
	}

	@Test
	void whatAUserBeginsIsTheirs() {
		post("/conversations?" + ANN, "{'title':'Mine'}").expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.user_id")
			.isEqualTo("ann");
		byte[] session = post("/session?" + ANN, "{}").expectStatus()
			.isCreated()
			.expectBody()
			.returnResult()
			.getResponseBodyContent();
		assertThat(authors(Json.mapper().readTree(session).path("sessionId").asString())).containsExactly("ann");
		post("/conversations?" + SERVICE, "{}").expectStatus().isBadRequest();
	}

	@Test
	void whatAUserAsksTheAssistantIsTheirs() {
		String id = "asked-" + UUID.randomUUID();
		post("/chat?" + ANN, "{'input':'a','conversation_id':'" + id + "'}").expectStatus().isEqualTo(504);
		post("/chat?" + ANN, "{'sessionId':'" + id + "','message':'a'}").expectStatus().isEqualTo(504);
		assertThat(authors(id)).containsExactly("ann", "ann");
	}

	@Test
	void onlyThoseWhoTakePartHaveAConversationSummarized() {
		String body = "{'conversation_id':'" + this.conversation + "'}";
		post("/chats/summarize?" + ANN, body).expectStatus().isOk();
		post("/chats/summarize?caller=user:carla", body).expectStatus().isOk();
		forbidden(post("/chats/summarize?" + BOB, body));
		for (String caller : List.of("", SERVICE, ADMIN)) {
			post("/chats/summarize?" + caller, body).expectStatus().isOk();
		}
		post("/chats/summarize?" + BOB, "{'conversation_id':'missing'}").expectStatus().isNotFound();
		List<SummaryRequest> asked = worker.requests(this.conversation);
		assertThat(asked).extracting(SummaryRequest::requester)
			.containsExactly("ann", "carla", "bob", null, null, null);
		assertThat(asked.stream().limit(4).map(SummaryRequest::requestId)).doesNotHaveDuplicates();
	}

	@Test
	void aUserHearsWhatItMissedItselfInARoomItTakesPartIn() {
		post("/api/summarize?" + ANN + "&room=" + this.conversation, "").expectStatus().isOk();
		assertThat(worker.requests(this.conversation)).extracting(SummaryRequest::unreadOf).containsExactly("ann");
		forbidden(post("/api/summarize?" + ANN + "&username=bob&room=" + this.conversation, ""));
		forbidden(post("/api/summarize?" + BOB + "&room=" + this.conversation, ""));
		post("/api/summarize?username=bob&room=" + this.conversation, "").expectStatus().isOk();
		post("/api/summarize?" + SERVICE + "&username=bob&room=" + this.conversation, "").expectStatus().isOk();
	}

	@Test
	void onlyThoseWhoTakePartWatch() {
		String path = "/ws/summarize?conversation_id=" + this.conversation;
		for (String caller : List.of("", "&" + ANN, "&caller=user:carla", "&" + SERVICE, "&" + ADMIN)) {
			try (TestSocket socket = TestSocket.open(gateway, path + caller)) {
				assertThat(socket.next("summary").path("summary").asString()).as(caller).isEqualTo("All is well.");
			}
		}
		TestSocket stranger = TestSocket.open(gateway, path + "&" + BOB);
		assertThat(stranger.next().at("/detail/code").asString()).isEqualTo("forbidden");
		assertThat(stranger.closeStatus()).isEqualTo(1008);
		TestSocket early = TestSocket.open(gateway, "/ws/summarize?conversation_id=missing&" + BOB);
		assertThat(early.next().at("/detail/code").asString()).isEqualTo("not_found");
	}

	@Test
	void nothingFlowsBeforeTheAnswerIsThere() {
		String id = "silent-" + this.conversation;
		try (TestSocket socket = TestSocket.open(gateway, "/ws/summarize?conversation_id=" + id + "&" + BOB)) {
			Awaitility.await().until(() -> worker.requests(id).size() == 1);
			worker.update(id);
			worker.answer(worker.requests(id).getFirst());
			JsonNode first = socket.next();
			assertThat(first.path("type").asString()).isEqualTo("error");
			assertThat(socket.closeStatus()).isEqualTo(1008);
			assertThat(socket.rest()).isEmpty();
		}
	}

	@Test
	void onlyTheOwnerEndsAConversation() {
		String path = "/conversations/" + this.conversation + "/end";
		forbidden(post(path + "?" + BOB, ""));
		forbidden(post(path + "?caller=user:carla", ""));
		post("/conversations/missing/end?" + BOB, "").expectStatus().isNotFound();
		assertThat(events(this.conversation)).isEmpty();
		for (String caller : List.of(ANN, SERVICE, ADMIN, "")) {
			post(path + "?" + caller, "").expectStatus().isAccepted();
		}
		assertThat(events(this.conversation)).hasSize(4);
		assertThat(worker.requests(this.conversation)).hasSize(3);
	}

	private ResponseSpec post(String path, String body) {
		return this.client.post()
			.uri(path)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body.replace('\'', '"'))
			.exchange();
	}

	private static void created(ResponseSpec response) {
		response.expectStatus().isCreated();
	}

	private static void forbidden(ResponseSpec response) {
		response.expectStatus().isForbidden().expectBody().jsonPath("$.detail.code").isEqualTo("forbidden");
	}

	private static List<JsonNode> events(String conversation) {
		return kafka.records("chat-messages")
			.stream()
			.filter((record) -> new String(record.key(), StandardCharsets.UTF_8).equals(conversation))
			.map((record) -> Json.mapper().readTree(record.value()))
			.toList();
	}

	private static List<String> authors(String conversation) {
		return events(conversation).stream().map((event) -> event.path("user_id").asString()).toList();
	}

}
