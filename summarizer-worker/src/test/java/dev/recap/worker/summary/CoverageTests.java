package dev.recap.worker.summary;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.Json;
import dev.recap.schema.event.Role;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.Trigger;
import dev.recap.schema.topic.Position;
import dev.recap.worker.budget.Tokens;
import dev.recap.worker.ledger.Ledger;
import dev.recap.worker.summary.extractive.ExtractiveEngine;
import dev.recap.worker.summary.llm.LlmEngine;
import dev.recap.worker.summary.llm.LlmSettings;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

class CoverageTests {

	private static final int MESSAGES = 10_000;

	private static final int WINDOW = 500;

	private static final int LIMIT = 10_000;

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	@RegisterExtension
	static final WireMockExtension api = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options()
			.dynamicPort()
			.bindAddress("127.0.0.1")
			.extensions(new Echo())
			.disableRequestJournal())
		.build();

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private final MongoDatabase database = mongo.database();

	private final List<String> facts = new ArrayList<>();

	@BeforeEach
	void open() {
		api.stubFor(post("/v1/chat/completions").willReturn(aResponse().withTransformers("echo")));
	}

	@Test
	void everyMessageOfALongConversationIsCovered() {
		conversation();
		LlmSettings model = new LlmSettings(URI.create(api.baseUrl() + "/v1"), null, "stub", Duration.ofSeconds(60), 0,
				LIMIT, 1500, 0, 0);
		SummarySettings settings = new SummarySettings(SummarySettings.Choice.LLM, "g", "t", 1, 1, 2000, 4_000_000,
				Duration.ofSeconds(1));
		SummaryStore store = new SummaryStore(this.database, new Patience(Duration.ofMillis(2), Duration.ofMillis(20)),
				Clock.systemUTC());
		Summarizer summarizer = new Summarizer(store, new Published().publisher(),
				new Engines(new SummaryEngines(new ExtractiveEngine(), LlmEngine.of(model)), settings.engine()),
				settings, new SummaryMetrics(new SimpleMeterRegistry()), Clock.systemUTC(),
				new Ledger(this.database, (event) -> {
				}));
		for (int first = 0; first < MESSAGES; first += WINDOW) {
			assertThat(summarizer.serve(window(first, first + WINDOW - 1))).isEqualTo(Summarizer.Outcome.STORED);
		}
		List<ConversationSummary> leaves = leaves();
		ConversationSummary top = top();
		assertThat(leaves).extracting(ConversationSummary::engine).containsOnly("llm");
		assertThat(leaves.stream().mapToInt((leaf) -> leaf.covers().messages()).sum()).isEqualTo(MESSAGES);
		assertThat(top.covers().messages()).isEqualTo(MESSAGES);
		assertThat(top.covers().omitted()).isZero();
		assertThat(Echo.LARGEST.get()).isLessThanOrEqualTo(LIMIT);
		Set<String> told = new HashSet<>();
		for (String fact : this.facts) {
			if (top.summary().contains(fact) || leaves.stream().anyMatch((leaf) -> leaf.summary().contains(fact))) {
				told.add(fact);
			}
		}
		assertThat(told).hasSizeGreaterThanOrEqualTo(18);
	}

	private void conversation() {
		Random random = new Random(7);
		Set<Integer> places = new HashSet<>();
		while (places.size() < 20) {
			places.add(random.nextInt(MESSAGES));
		}
		List<Document> messages = new ArrayList<>();
		for (int i = 0; i < MESSAGES; i++) {
			String text = "we talk about this and that for a while " + "and so on ".repeat(random.nextInt(8));
			if (places.contains(i)) {
				String fact = "the code of box " + i + " is " + (700_000 + random.nextInt(99_999)) + ".";
				this.facts.add(fact);
				text = fact;
			}
			Instant at = START.plusSeconds(i);
			messages.add(new Document(new MessageDocument("c", "m" + i, "u" + i % 5, Role.USER, text, at, Map.of(),
					null, null, 0, i, at, "")
				.toMap()));
		}
		this.database.getCollection(MessageDocument.COLLECTION).insertMany(messages);
		this.database.getCollection(ProgressDocument.COLLECTION)
			.insertOne(new Document("_id", 0).append("next", (long) MESSAGES));
		this.database.getCollection(ConversationDocument.COLLECTION)
			.insertOne(new Document("_id", "c").append("status", "active")
				.append("generation", "")
				.append("message_count", (long) MESSAGES)
				.append("created_at", Date.from(START))
				.append("updated_at", Date.from(START))
				.append("applied", new Document("0", (long) MESSAGES)));
	}

	private static SummaryRequest window(int first, int last) {
		return SummaryRequest.window("c", Trigger.COUNT, new Position(0, first), new Position(0, last),
				START.plusSeconds(last).toEpochMilli(), START.plusSeconds(first), START.plusSeconds(last),
				last - first + 1, START);
	}

	private List<ConversationSummary> leaves() {
		return this.database.getCollection(SummaryDocument.COLLECTION)
			.find()
			.map(SummaryDocument::from)
			.into(new ArrayList<>());
	}

	private ConversationSummary top() {
		ConversationSummary top = ConversationDocument
			.from(this.database.getCollection(ConversationDocument.COLLECTION).find(new Document("_id", "c")).first())
			.summary();
		assertThat(top).isNotNull();
		return top;
	}

	/** A model that repeats the facts it is shown, and counts what it is shown. */
	private static final class Echo implements ResponseDefinitionTransformerV2 {

		static final AtomicInteger LARGEST = new AtomicInteger();

		private static final Pattern FACT = Pattern.compile("the code of box \\d+ is \\d+\\.");

		@Override
		public ResponseDefinition transform(ServeEvent event) {
			JsonNode request = Json.mapper().readTree(event.getRequest().getBodyAsString());
			String system = request.at("/messages/0/content").asString();
			String question = request.at("/messages/1/content").asString();
			int tokens = Tokens.count(system) + Tokens.count(question)
					+ Tokens.count(request.path("response_format").toString());
			LARGEST.accumulateAndGet(tokens, Math::max);
			String messages = question.substring(question.indexOf("<messages>"));
			Map<String, Object> draft = Map.of("title", "Boxes", "summary", "They talk. " + facts(messages), "rolling",
					"They talk. " + facts(question), "sentiment", "neutral", "sentiment_score", 0, "keywords",
					List.of(), "highlights", List.of());
			return new ResponseDefinitionBuilder().withStatus(200)
				.withHeader("Content-Type", "application/json")
				.withBody(Json.mapper()
					.writeValueAsString(Map.of("choices",
							List.of(Map.of("index", 0, "finish_reason", "stop", "message",
									Map.of("role", "assistant", "content", Json.mapper().writeValueAsString(draft)))))))
				.build();
		}

		private static String facts(String text) {
			StringBuilder facts = new StringBuilder();
			Matcher fact = FACT.matcher(text);
			while (fact.find()) {
				facts.append(fact.group()).append(' ');
			}
			return facts.toString();
		}

		@Override
		public boolean applyGlobally() {
			return false;
		}

		@Override
		public String getName() {
			return "echo";
		}

	}

}
