package dev.recap.worker.summary.llm;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.Json;
import dev.recap.schema.event.Role;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ErasureDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ModelAnswerDocument;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.budget.Spending;
import dev.recap.worker.share.ModelUsage;
import dev.recap.worker.summary.EngineException;
import dev.recap.worker.summary.EngineInput;
import dev.recap.worker.summary.EngineResult;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PaidOnceTests {

	@RegisterExtension
	static final WireMockExtension api = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
		.build();

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final MongoDatabase database = mongo.database();

	@BeforeEach
	void answer() {
		answers("They write to [EMAIL_1].", 0);
	}

	@Test
	void doesNotPayTwiceForTheSameQuestion() {
		LlmEngine engine = engine(Clock.systemUTC());
		assertThat(engine.summarize(input("one", "Write to ann@a.io.")).usage()).isEqualTo(new Usage(100, 20, 0));
		EngineResult again = engine(Clock.systemUTC()).summarize(input("two", "Write to ann@a.io."));
		assertThat(again.usage()).isNull();
		assertThat(again.summary()).isEqualTo("They write to ann@a.io.");
		assertThat(this.meters.get("recap.model.known").counter().count()).isEqualTo(1);
		engine.summarize(input("one", "Write to ann@a.io, please."));
		assertThat(api.getAllServeEvents()).hasSize(2);
	}

	@Test
	void showsTheModelNothingPersonalAndPutsItBack() {
		EngineResult result = engine(Clock.systemUTC())
			.summarize(input("one", "Write to ann@a.io, call 555-123-4567."));
		assertThat(result.summary()).isEqualTo("They write to ann@a.io.");
		assertThat(api.getAllServeEvents().getFirst().getRequest().getBodyAsString()).contains("[EMAIL_1]", "[PHONE_1]")
			.doesNotContain("ann@a.io", "4567");
		assertThat(entries().find().first().toJson()).doesNotContain("ann@a.io");
	}

	@Test
	void whoAsksAtTheSameTimeWaitsForTheAnswer() throws Exception {
		answers("They write to [EMAIL_1].", 300);
		LlmEngine engine = engine(Clock.systemUTC());
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<EngineResult>> results = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				String conversation = "c" + i;
				results.add(threads.submit(() -> engine.summarize(input(conversation, "Write to ann@a.io."))));
			}
			for (Future<EngineResult> each : results) {
				assertThat(each.get().summary()).isEqualTo("They write to ann@a.io.");
			}
		}
		assertThat(api.getAllServeEvents()).hasSize(1);
	}

	@Test
	void takesOverWhatADeadWorkerAsked() {
		LlmEngine engine = engine(Clock.systemUTC());
		engine.summarize(input("one", "Write to ann@a.io."));
		entries().updateMany(new Document(), new Document("$unset", new Document("text", "")).append("$set",
				new Document("lease", Date.from(Instant.now().minusSeconds(1)))));
		engine.summarize(input("one", "Write to ann@a.io."));
		assertThat(api.getAllServeEvents()).hasSize(2);
		assertThat(entries().find().first()).containsKey("text");
	}

	@Test
	void keepsNoAnswerOfWhatWasErasedMeanwhile() {
		this.database.getCollection(ErasureDocument.COLLECTION)
			.insertOne(new Document("_id", ErasureDocument.id("one", "m1")));
		engine(Clock.systemUTC()).summarize(input("one", "Write to ann@a.io."));
		assertThat(entries().countDocuments()).isZero();
	}

	@Test
	void keepsNoQuestionThatFoundNoAnswer() {
		api.stubFor(post("/v1/chat/completions").willReturn(aResponse().withStatus(401)));
		assertThatThrownBy(() -> engine(Clock.systemUTC()).summarize(input("one", "Write to ann@a.io.")))
			.isInstanceOf(EngineException.class);
		assertThat(entries().countDocuments()).isZero();
	}

	@Test
	void forgetsOldAnswers() {
		engine(Clock.systemUTC()).summarize(input("one", "Write to ann@a.io."));
		answers("They talk.", 0);
		engine(Clock.fixed(Instant.now().plus(Duration.ofDays(8)), ZoneOffset.UTC))
			.summarize(input("one", "Something else."));
		assertThat(entries().countDocuments()).isEqualTo(1);
	}

	private MongoCollection<Document> entries() {
		return this.database.getCollection(ModelAnswerDocument.COLLECTION);
	}

	private LlmEngine engine(Clock clock) {
		CallSettings calls = new CallSettings(0, Duration.ofMillis(10), Duration.ofSeconds(5), Duration.ofSeconds(30),
				Map.of(), true, Duration.ofDays(7));
		LlmSettings settings = new LlmSettings(URI.create(api.baseUrl() + "/v1"), "key", "stub", Duration.ofSeconds(10),
				0, 3000, 1000, 0, 0);
		return LlmEngine.of(settings, calls, Spending.unlimited(),
				new AnswerCache(this.database, calls.keepAnswers(), clock), new ModelUsage(this.meters), clock);
	}

	private static void answers(String summary, int delay) {
		Map<String, Object> draft = Map.of("title", "Mail", "summary", summary, "sentiment", "neutral",
				"sentiment_score", 0, "keywords", List.of(), "highlights", List.of());
		api.stubFor(post("/v1/chat/completions").willReturn(aResponse().withHeader("Content-Type", "application/json")
			.withFixedDelay(delay)
			.withBody(Json.mapper()
				.writeValueAsString(Map.of("choices",
						List.of(Map.of("index", 0, "finish_reason", "stop", "message",
								Map.of("role", "assistant", "content", Json.mapper().writeValueAsString(draft)))),
						"usage", Map.of("prompt_tokens", 100, "completion_tokens", 20, "total_tokens", 120))))));
	}

	private static EngineInput input(String conversation, String text) {
		Instant now = Instant.parse("2026-01-01T00:00:00Z");
		return new EngineInput(conversation, SummaryType.WINDOW, null, List.of(new MessageDocument(conversation, "m1",
				"bob", Role.USER, text, now, Map.of(), null, null, 0, 0, now, "")));
	}

}
