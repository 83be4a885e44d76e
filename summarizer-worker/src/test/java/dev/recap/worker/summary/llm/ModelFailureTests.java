package dev.recap.worker.summary.llm;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.recap.schema.Json;
import dev.recap.schema.event.Role;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.SummaryType;
import dev.recap.testing.TestClock;
import dev.recap.worker.budget.Price;
import dev.recap.worker.budget.Spending;
import dev.recap.worker.summary.EngineException;
import dev.recap.worker.summary.EngineException.Reason;
import dev.recap.worker.summary.EngineInput;
import dev.recap.worker.summary.EngineResult;
import dev.recap.worker.share.ModelUsage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class ModelFailureTests {

	@RegisterExtension
	static final WireMockExtension api = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
		.build();

	private static final String PATH = "/v1/chat/completions";

	private static final String KEY = "sk-very-secret";

	private static final String DRAFT = Json.mapper()
		.writeValueAsString(Map.of("title", "Release", "summary", "They ship on Friday.", "rolling", "They ship.",
				"sentiment", "neutral", "sentiment_score", 0, "keywords", List.of(), "highlights", List.of()));

	private final TestClock clock = TestClock.running();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private String model = "stub";

	@Test
	void waitsAsLongAsTheServerAsks() {
		inTurn(aResponse().withStatus(429).withHeader("Retry-After", "1"), good());
		assertThat(summarize().summary()).isEqualTo("They ship on Friday.");
		List<ServeEvent> events = events();
		assertThat(events).hasSize(2);
		assertThat(events.getLast().getRequest().getLoggedDate().toInstant())
			.isAfterOrEqualTo(events.getFirst().getRequest().getLoggedDate().toInstant().plusMillis(1000));
	}

	@Test
	void nobodyAsksBeforeTheTimeTheServerNamed() {
		always(aResponse().withStatus(429).withHeader("Retry-After", "3600"));
		LlmEngine engine = engine();
		assertThat(failure(engine)).hasMessageContaining("no more requests")
			.extracting("reason")
			.isEqualTo(Reason.AWAY);
		assertThat(failure(engine)).hasMessageContaining("no more requests");
		assertThat(events()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503, 529, 498 })
	void asksAgainWhenTheServerFails(int status) {
		inTurn(aResponse().withStatus(status), aResponse().withStatus(status), good());
		assertThat(summarize().summary()).isEqualTo("They ship on Friday.");
		assertThat(events()).hasSize(3);
	}

	@Test
	void asksAgainWhenNoAnswerCame() {
		inTurn(good().withFixedDelay(5000), good());
		assertThat(summarize().summary()).isEqualTo("They ship on Friday.");
	}

	@Test
	void leavesAServerAloneThatFailedAgainAndAgain() {
		always(aResponse().withStatus(500));
		LlmEngine engine = engine();
		failure(engine);
		assertThat(events()).hasSize(3);
		assertThat(engine.asks()).isFalse();
		assertThat(failure(engine)).hasMessageContaining("not asked for a while");
		assertThat(this.meters.get("recap.model.failures").tag("reason", "away").counter().count()).isEqualTo(3);
		assertThat(this.meters.get("recap.model.breaker").gauge().value()).isEqualTo(2);
		assertThat(events()).hasSize(3);
		this.clock.pass(Duration.ofSeconds(31));
		always(good());
		assertThat(engine.summarize(input()).summary()).isEqualTo("They ship on Friday.");
	}

	@Test
	void asksOnlyOnceMoreForAnAnswerThatIsNoJson() {
		always(completion("Sure! Here it is.", "stop", usage()));
		assertThat(failure(engine())).extracting("reason").isEqualTo(Reason.UNUSABLE);
		assertThat(events()).hasSize(2);
	}

	@Test
	void asksForLessWhenAnAnswerWasCutOff() {
		inTurn(completion(DRAFT.substring(0, 40), "length", usage()), good());
		assertThat(summarize().usage()).isEqualTo(new Usage(200, 40, 240));
		assertThat(events().getLast().getRequest().getBodyAsString()).contains("be shorter");
	}

	@ParameterizedTest
	@ValueSource(strings = { "o3-mini", "openai/o4-mini", "gpt-5-nano" })
	void asksAModelThatThinksTheWayItWants(String name) {
		always(good());
		this.model = name;
		summarize();
		JsonNode body = body(events().getFirst());
		assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(1000);
		assertThat(body.has("max_tokens")).isFalse();
		assertThat(body.has("temperature")).isFalse();
	}

	@Test
	void learnsFromComplaintsHowToAsk() {
		always(good());
		refuses("$.max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.");
		refuses("$.temperature", "Unsupported value: 'temperature' does not support 0 with this model.");
		LlmEngine engine = engine();
		engine.summarize(input());
		int learning = events().size();
		engine.summarize(input());
		assertThat(events()).hasSize(learning + 1);
		assertThat(body(events().getLast()).path("response_format").path("type").asString()).isEqualTo("json_schema");
	}

	@Test
	void asksInProseWhereNoResponseFormatIsKnown() {
		always(good());
		refuses("$.response_format", "unknown field response_format");
		assertThat(summarize().summary()).isEqualTo("They ship on Friday.");
		assertThat(body(events().getLast()).has("response_format")).isFalse();
	}

	@Test
	void doesNotTakeAPromptThatIsTooLongForAFormatThatIsUnknown() {
		always(aResponse().withStatus(400)
			.withBody("{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}"));
		assertThat(failure(engine())).hasMessageContaining("context_length_exceeded");
		assertThat(events()).hasSize(1);
	}

	@Test
	void countsTokensWhereTheServerDoesNot() {
		always(completion(DRAFT, "stop", null));
		Usage usage = summarize().usage();
		assertThat(usage).isNotNull();
		assertThat(usage.inputTokens()).isBetween(300L, 3000L);
		assertThat(usage.outputTokens()).isBetween(30L, 100L);
		assertThat(usage.cost()).isEqualTo(usage.inputTokens() + usage.outputTokens());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"choices\":[]}", "{\"error\":{\"message\":\"upstream\"}}",
			"{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"hm\"}}]}",
			"{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"refusal\":\"no\"}}]}" })
	void asksOnceMoreWhenThereIsNoAnswer(String body) {
		inTurn(json(body), good());
		assertThat(summarize().summary()).isEqualTo("They ship on Friday.");
		assertThat(events()).hasSize(2);
	}

	@Test
	void asksOnceMoreWhenTheServerItselfCheckedTheSchema() {
		inTurn(aResponse().withStatus(400)
			.withBody("{\"error\":{\"message\":\"Failed to generate JSON\",\"code\":\"json_validate_failed\","
					+ "\"failed_generation\":\"\"}}"),
				good());
		assertThat(summarize().summary()).isEqualTo("They ship on Friday.");
		assertThat(body(events().getLast()).path("response_format").path("type").asString()).isEqualTo("json_schema");
	}

	@Test
	void readsAnAnswerBehindThoughts() {
		always(completion("<think>A {summary}? Yes.</think>\n" + DRAFT, "stop", usage()));
		assertThat(summarize().summary()).isEqualTo("They ship on Friday.");
	}

	@Test
	void readsAnAnswerWithFieldsThatNobodyKnows() {
		always(json("{\"id\":\"1\",\"object\":\"chat.completion\",\"model\":\"x\",\"x_groq\":{\"id\":\"r\"},"
				+ "\"prompt_logprobs\":null,\"kv_transfer_params\":null,\"choices\":[{\"index\":0,\"stop_reason\":null,"
				+ "\"finish_reason\":\"eos\",\"message\":{\"role\":\"assistant\",\"tool_calls\":[],\"content\":"
				+ Json.mapper().writeValueAsString(DRAFT) + "}}],\"usage\":{\"prompt_tokens\":7,\"total_time\":0.1,"
				+ "\"completion_tokens\":3,\"total_tokens\":10}}"));
		assertThat(summarize().usage()).isEqualTo(new Usage(7, 3, 10));
	}

	@Test
	void saysNeitherKeyNorAddress(CapturedOutput output) {
		always(aResponse().withStatus(401)
			.withBody("{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + " at " + api.baseUrl()
					+ "\",\"code\":\"invalid_api_key\"}}"));
		LlmEngine refused = engine();
		LlmEngine unreachable = engine(URI.create("http://no-such-host.invalid:1/v1"));
		for (LlmEngine engine : List.of(refused, unreachable)) {
			for (Throwable each = failure(engine); each != null; each = each.getCause()) {
				assertThat(each.toString()).doesNotContain(KEY, "127.0.0.1", "no-such-host");
			}
		}
		assertThat(failure(refused)).hasMessageContaining("401, invalid_api_key");
		assertThat(settings(URI.create(api.baseUrl())).toString()).doesNotContain(KEY, "127.0.0.1");
		assertThat(output).doesNotContain(KEY).doesNotContain("no-such-host");
	}

	private EngineResult summarize() {
		return engine().summarize(input());
	}

	private static EngineException failure(LlmEngine engine) {
		Throwable thrown = catchThrowable(() -> engine.summarize(input()));
		assertThat(thrown).isInstanceOf(EngineException.class);
		return (EngineException) thrown;
	}

	private LlmEngine engine() {
		return engine(URI.create(api.baseUrl() + "/v1"));
	}

	private LlmEngine engine(URI address) {
		CallSettings calls = new CallSettings(2, Duration.ofMillis(10), Duration.ofSeconds(75), Duration.ofSeconds(30),
				Map.of("stub", new Price(1_000_000, 1_000_000)), false, Duration.ZERO);
		return LlmEngine.of(settings(address), calls, Spending.unlimited(), null, new ModelUsage(this.meters),
				this.clock);
	}

	private LlmSettings settings(URI address) {
		return new LlmSettings(address, KEY, this.model, Duration.ofSeconds(2), 0, 3000, 1000, 0, 0);
	}

	private static void always(ResponseDefinitionBuilder response) {
		api.stubFor(post(PATH).willReturn(response));
	}

	private static void inTurn(ResponseDefinitionBuilder... responses) {
		for (int i = 0; i < responses.length; i++) {
			api.stubFor(post(PATH).inScenario("turns")
				.whenScenarioStateIs((i == 0) ? Scenario.STARTED : String.valueOf(i))
				.willSetStateTo(String.valueOf(i + 1))
				.willReturn(responses[i]));
		}
	}

	private static void refuses(String path, String complaint) {
		api.stubFor(post(PATH).withRequestBody(matchingJsonPath(path))
			.willReturn(aResponse().withStatus(400)
				.withBody(Json.mapper().writeValueAsString(Map.of("error", Map.of("message", complaint))))));
	}

	private static ResponseDefinitionBuilder good() {
		return completion(DRAFT, "stop", usage());
	}

	private static Map<String, Object> usage() {
		return Map.of("prompt_tokens", 100, "completion_tokens", 20, "total_tokens", 120);
	}

	private static ResponseDefinitionBuilder completion(String content, String finish,
			@Nullable Map<String, Object> usage) {
		Map<String, Object> body = new HashMap<>(Map.of("id", "x", "object", "chat.completion", "created", 1, "model",
				"stub", "choices", List.of(Map.of("index", 0, "finish_reason", finish, "message",
						Map.of("role", "assistant", "content", content)))));
		if (usage != null) {
			body.put("usage", usage);
		}
		return json(Json.mapper().writeValueAsString(body));
	}

	private static ResponseDefinitionBuilder json(String body) {
		return aResponse().withHeader("Content-Type", "application/json").withBody(body);
	}

	private static List<ServeEvent> events() {
		List<ServeEvent> events = new ArrayList<>(api.getAllServeEvents());
		return events.reversed();
	}

	private static JsonNode body(ServeEvent event) {
		return Json.mapper().readTree(event.getRequest().getBodyAsString());
	}

	private static EngineInput input() {
		Instant now = Instant.parse("2026-01-01T00:00:00Z");
		return new EngineInput("c", SummaryType.WINDOW, null, List.of(new MessageDocument("c", "m1", "bob", Role.USER,
				"We ship on Friday, that is decided.", now, Map.of(), null, null, 0, 0, now, "")));
	}

}
