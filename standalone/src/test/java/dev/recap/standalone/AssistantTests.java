package dev.recap.standalone;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.recap.schema.Json;
import dev.recap.standalone.Client.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Chats with a model that the test plays. */
class AssistantTests {

	private static final String PATH = "/v1/chat/completions";

	private static final String SAID = "The release is on Friday.";

	@RegisterExtension
	static final WireMockExtension api = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
		.build();

	@TempDir
	static Path folder;

	private static Standalone recap;

	private static Client client;

	private final String id = UUID.randomUUID().toString();

	@BeforeAll
	static void start() {
		recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder, "--recap.window.idle=1h",
				"--recap.assistant.base-url=" + api.baseUrl() + "/v1", "--recap.assistant.api-key=secret",
				"--recap.assistant.model=stub", "--recap.assistant.connect-timeout=4s",
				"--recap.assistant.stall-timeout=4s", "--recap.assistant.pricing.stub.input=1000",
				"--recap.assistant.pricing.stub.output=2000", "--recap.assistant.mask=true",
				"--recap.budget.conversation=10");
		client = new Client(recap.port());
	}

	@AfterAll
	static void stop() {
		recap.close();
	}

	@Test
	void answersWithTheModelsWordsAndKeepsThem() throws Exception {
		answers(said(SAID));
		Answer answer = ask("When is the release?");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body().path("output_text").asString()).isEqualTo(SAID);
		assertThat(answer.body().path("title").asString()).isEqualTo("When is the release?");
		assertThat(answer.body().path("message_count").asInt()).isEqualTo(2);
		assertThat(answer.body().at("/usage/input_tokens").asInt()).isEqualTo(20);
		assertThat(answer.body().at("/usage/output_tokens").asInt()).isEqualTo(10);
		assertThat(answer.body().path("cost").asDouble()).isEqualTo(0.04);
		JsonNode history = awaitMessages(2);
		assertThat(history.at("/messages/0/role").asString()).isEqualTo("user");
		assertThat(history.at("/messages/1/role").asString()).isEqualTo("assistant");
		assertThat(history.at("/messages/1/content").asString()).isEqualTo(SAID);
		// The title follows the answer in the log.
		await().atMost(Duration.ofSeconds(30))
			.until(() -> client.get("/chats/" + this.id).body().path("title").asString(""),
					"When is the release?"::equals);
		ask("And where?");
		assertThat(awaitMessages(4).path("total_messages").asInt()).isEqualTo(4);
		api.verify(postRequestedFor(urlPathEqualTo(PATH)).withHeader("Authorization", equalTo("Bearer secret"))
			.withRequestBody(containing("And where?"))
			.withRequestBody(containing(SAID)));
	}

	@Test
	void passesTheWordsOnAsTheyCome() throws Exception {
		answers(said(SAID).withChunkedDribbleDelay(8, 800));
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + recap.port() + "/chat"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers
				.ofByteArray(Json.bytes(Map.of("input", "stream", "conversation_id", this.id, "stream", true))))
			.build();
		List<String> events = new ArrayList<>();
		StringBuilder text = new StringBuilder();
		HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines()).body().forEach((line) -> {
			if (line.startsWith("data:")) {
				JsonNode data = Json.mapper().readTree(line.substring(5));
				events.add(data.path("type").asString());
				text.append(data.path("delta").asString(""));
			}
		});
		assertThat(events.getFirst()).isEqualTo("response.created");
		assertThat(events.getLast()).isEqualTo("response.completed");
		assertThat(events.stream().filter("response.output_text.delta"::equals)).hasSizeGreaterThan(3);
		assertThat(text).hasToString(SAID);
		assertThat(awaitMessages(2).at("/messages/1/content").asString()).isEqualTo(SAID);
	}

	@Test
	void anAnswerDoesNotBringAnErasedConversationBack() throws Exception {
		answers(said(SAID).withChunkedDribbleDelay(4, 2_000));
		int asked = api.findAll(postRequestedFor(urlPathEqualTo(PATH))).size();
		CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> {
			try {
				return ask("Are you there?");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		await().atMost(Duration.ofSeconds(30))
			.until(() -> api.findAll(postRequestedFor(urlPathEqualTo(PATH))).size() > asked);
		assertThat(client.delete("/chats/" + this.id).status()).isEqualTo(200);
		assertThat(answer.join().status()).isEqualTo(404);
		assertThat(client.get("/chats/" + this.id).status()).isEqualTo(404);
	}

	@Test
	void anAnswerThatMayCostTooMuchIsNotAskedFor() throws Exception {
		answers(said(SAID));
		Answer answer = client.post("/chat", Map.of("input", "Be long, " + this.id, "user_id", "ann", "conversation_id",
				this.id, "max_tokens", 8000));
		assertThat(answer.status()).isEqualTo(429);
		assertThat(answer.body().at("/detail/code").asString()).isEqualTo("rate_limited");
		assertThat(answer.body().at("/detail/error").asString()).contains("budget of this conversation");
		api.verify(0, postRequestedFor(urlPathEqualTo(PATH)).withRequestBody(containing(this.id)));
	}

	@Test
	void tellsWhatAUserTook() throws Exception {
		answers(said(SAID));
		String user = "payer-" + this.id;
		client.post("/chat", Map.of("input", "hello", "user_id", user, "conversation_id", this.id));
		JsonNode used = client.get("/usage?user_id=" + user).body();
		assertThat(used.at("/total/calls").asInt()).isEqualTo(1);
		assertThat(used.at("/days/0/input_tokens").asInt()).isEqualTo(20);
		assertThat(used.at("/days/0/cost").asDouble()).isEqualTo(0.04);
	}

	@Test
	void showsTheModelNoAddressAndSaysItAllTheSame() throws Exception {
		answers(said("I write to [EMAIL_1] now."));
		Answer answer = ask("Write to " + this.id + "@mail.example please");
		assertThat(answer.body().path("output_text").asString())
			.isEqualTo("I write to " + this.id + "@mail.example now.");
		api.verify(0, postRequestedFor(urlPathEqualTo(PATH)).withRequestBody(containing(this.id)));
	}

	@Test
	void aBusyModelIsTooManyRequests() throws Exception {
		answers(aResponse().withStatus(429)
			.withHeader("Retry-After", "7")
			.withBody("{\"error\":{\"message\":\"slow down\"}}"));
		assertThat(refused(429, "rate_limited").retryAfter()).isEqualTo("7");
	}

	@Test
	void aBrokenModelIsUnavailable() throws Exception {
		answers(aResponse().withStatus(500));
		refused(503, "unavailable");
	}

	@Test
	void aModelThatRefusesTheKeyIsNotConfigured() throws Exception {
		answers(aResponse().withStatus(401).withBody("{\"error\":{\"message\":\"bad key\"}}"));
		refused(503, "llm_not_configured");
	}

	@Test
	void aSilentModelIsATimeout() throws Exception {
		answers(said(SAID).withFixedDelay(20_000));
		refused(504, "timeout");
	}

	@Test
	void aModelThatStallsIsATimeout() throws Exception {
		answers(said(SAID).withChunkedDribbleDelay(3, 21_000));
		refused(504, "timeout");
	}

	@Test
	void anAnswerThatIsCutOffIsUnavailable() throws Exception {
		answers(aResponse().withHeader("Content-Type", "text/event-stream").withBody(delta("The release ")));
		refused(503, "unavailable");
		answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		assertThat(ask("again").status()).isEqualTo(503);
		assertThat(awaitMessages(2).path("messages")).hasSize(2);
	}

	/** Servers that speak HTTP/1.1 alone answer an offer to upgrade badly. */
	@Test
	void offersTheModelNoUpgrade() throws Exception {
		answers(said(SAID));
		ask("hello");
		api.verify(
				postRequestedFor(urlPathEqualTo(PATH)).withRequestBody(containing("hello")).withoutHeader("Upgrade"));
	}

	private Answer refused(int status, String code) throws Exception {
		Answer answer = ask("hello");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body().at("/detail/code").asString()).isEqualTo(code);
		JsonNode kept = awaitMessages(1);
		assertThat(kept.path("messages")).hasSize(1);
		assertThat(kept.at("/messages/0/content").asString()).isEqualTo("hello");
		return answer;
	}

	private Answer ask(String input) throws Exception {
		return client.post("/chat", Map.of("input", input, "user_id", "ann", "conversation_id", this.id));
	}

	private JsonNode awaitMessages(int count) {
		return await().atMost(Duration.ofSeconds(30))
			.until(() -> client.get("/chats/" + this.id).body(),
					(body) -> body.path("total_messages").asInt(0) >= count);
	}

	private static void answers(ResponseDefinitionBuilder response) {
		api.stubFor(post(PATH).willReturn(response));
	}

	private static ResponseDefinitionBuilder said(String text) {
		StringBuilder body = new StringBuilder();
		for (String word : text.split("(?<= )")) {
			body.append(delta(word));
		}
		body.append(chunk(Map.of("index", 0, "delta", Map.of(), "finish_reason", "stop"), null));
		body.append(chunk(null, Map.of("prompt_tokens", 20, "completion_tokens", 10, "total_tokens", 30)));
		body.append("data: [DONE]\n\n");
		return aResponse().withHeader("Content-Type", "text/event-stream").withBody(body.toString());
	}

	private static String delta(String text) {
		return chunk(Map.of("index", 0, "delta", Map.of("role", "assistant", "content", text)), null);
	}

	private static String chunk(Map<String, Object> choice, Map<String, Object> usage) {
		Map<String, Object> chunk = new HashMap<>(Map.of("id", "x", "object", "chat.completion.chunk", "created", 1,
				"model", "stub", "choices", (choice != null) ? List.of(choice) : List.of()));
		if (usage != null) {
			chunk.put("usage", usage);
		}
		return "data: " + Json.mapper().writeValueAsString(chunk) + "\n\n";
	}

}
