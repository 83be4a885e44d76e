package dev.recap.gateway.ondemand;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.recap.gateway.FakeWorker;
import dev.recap.gateway.TestGateway;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryType;
import dev.recap.testing.TestBroker;
import dev.recap.web.tail.TopicTail;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class SummarizeTests {

	private static TestBroker kafka;

	private static TestGateway gateway;

	private static FakeWorker worker;

	private final WebTestClient client = gateway.client();

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		gateway = TestGateway.start(kafka.bootstrapServers(), "recap.on-demand.timeout=2s", "recap.on-demand.waiting=3")
			.connected();
		worker = new FakeWorker(kafka.bootstrapServers());
		Awaitility.await().until(() -> gateway.bean("summariesTail", TopicTail.class).ready().isDone());
	}

	@AfterAll
	static void stop() {
		worker.close();
		gateway.close();
		kafka.close();
	}

	@Test
	void answersTheSummaryThatWasAskedFor() {
		post("/chats", "{\"conversation_id\":\"known\",\"user_id\":\"u\",\"message\":\"a\"}").expectStatus()
			.isCreated();
		summarize("{\"conversation_id\":\"known\",\"summary_type\":\"detailed\"}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.conversation_id")
			.isEqualTo("known")
			.jsonPath("$.summary")
			.isEqualTo("All is well.")
			.jsonPath("$.summary_type")
			.isEqualTo("detailed")
			.jsonPath("$.insights.sentiment")
			.isEqualTo("positive")
			.jsonPath("$.insights.action_items[0]")
			.isEqualTo("Call Ann")
			.jsonPath("$.insights.highlights[0].kind")
			.isEqualTo("action_item")
			.jsonPath("$.generated_at")
			.isEqualTo("2026-01-01T00:00:00.000Z")
			.jsonPath("$.engine")
			.isEqualTo("extractive")
			.jsonPath("$.message_count")
			.isEqualTo(3)
			.jsonPath("$.up_to_date")
			.isEqualTo(true);
	}

	@Test
	void namesTheLastRecordOfTheConversationsPartition() {
		String position = post("/chats", "{\"conversation_id\":\"where\",\"user_id\":\"u\",\"message\":\"a\"}")
			.expectStatus()
			.isCreated()
			.returnResult(String.class)
			.getResponseHeaders()
			.getFirst("X-Position");
		summarize("{\"conversation_id\":\"where\"}").expectStatus().isOk();
		SummaryRequest request = worker.requests("where").getFirst();
		assertThat(request.last()).hasToString(position);
		assertThat(request.type()).isEqualTo(SummaryType.BRIEF);
	}

	@Test
	void aConversationThatIsNotThereIs404() {
		summarize("{\"conversation_id\":\"missing\"}").expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("not_found");
	}

	@Test
	void aSummaryThatTakesLongIsAccepted() {
		summarize("{\"conversation_id\":\"silent a\"}").expectStatus()
			.isAccepted()
			.expectHeader()
			.valueEquals("Location", "/chats/silent%20a/summaries")
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("accepted");
		assertThat(gateway.bean(Waiting.class).size()).isZero();
	}

	@Test
	void whoPrefersNotToWaitDoesNot() {
		this.client.post()
			.uri("/chats/summarize")
			.contentType(MediaType.APPLICATION_JSON)
			.header("Prefer", "return=minimal, respond-async; wait=5")
			.bodyValue("{\"conversation_id\":\"async\"}")
			.exchange()
			.expectStatus()
			.isAccepted()
			.expectHeader()
			.valueEquals("Preference-Applied", "respond-async")
			.expectHeader()
			.valueEquals("Location", "/chats/async/summaries");
		Awaitility.await().until(() -> worker.requests("async").size() == 1);
	}

	@Test
	void thoseWhoAskForTheSameWaitTogetherAndTooManyAreRefused() {
		List<Integer> statuses = ask("silent together", 5);
		assertThat(statuses).containsExactlyInAnyOrder(202, 202, 202, 503, 503);
		assertThat(worker.requests("silent together")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "{\"conversation_id\":null}", "{\"conversation_id\":5}",
			"{\"conversation_id\":\"a/b\"}", "{\"conversation_id\":\"a\",\"summary_type\":\"long\"}",
			"{\"conversation_id\":\"a\",\"summary_type\":[]}" })
	void refusesWhatItCannotRead(String body) {
		summarize(body).expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("invalid_request");
	}

	private ResponseSpec summarize(String body) {
		return post("/chats/summarize", body);
	}

	private ResponseSpec post(String path, String body) {
		return this.client.post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
	}

	private static List<Integer> ask(String conversation, int times) {
		WebClient web = WebClient.create("http://" + gateway.address());
		return Flux.range(0, times)
			.flatMap((i) -> web.post()
				.uri("/chats/summarize")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(Map.of("conversation_id", conversation))
				.exchangeToMono((response) -> response.releaseBody().then(Mono.just(response.statusCode().value()))))
			.collectList()
			.blockOptional(Duration.ofSeconds(20))
			.orElseThrow();
	}

}
