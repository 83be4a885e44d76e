package dev.recap.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.recap.schema.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What {@code /metrics} shows, and whether the dashboard and the alerts ask for it. */
class MetricsTests {

	private static final Path OBSERVABILITY = Path.of("../observability");

	private static final Pattern NAME = Pattern
		.compile("\\b(?:recap|http_server|mongodb_driver|jvm|process)_[a-z0-9_]+\\b");

	/**
	 * These come with the first call of a model, refusal, webhook, failure or collection.
	 */
	private static final Set<String> LATER = Set.of("recap_model_calls_total", "recap_model_failures_total",
			"recap_model_tokens_total", "recap_model_cost_total", "recap_model_breaker",
			"recap_model_duration_seconds_bucket", "recap_budget_refusals_total", "recap_webhooks_total",
			"recap_windows_failed_total", "jvm_gc_pause_seconds_sum");

	@TempDir
	static Path folder;

	private static Standalone recap;

	private static HttpClient http;

	private static WebSocket socket;

	@BeforeAll
	static void start() throws Exception {
		recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder, "--recap.window.idle=1s");
		http = HttpClient.newHttpClient();
		Client client = new Client(recap.port());
		socket = client.open("/ws?username=ann&room=" + UUID.randomUUID(), new LinkedBlockingQueue<>());
		String conversation = UUID.randomUUID().toString();
		client.post("/chats",
				Map.of("conversation_id", conversation, "user_id", "ann", "message", "We ship on Friday."));
		await().atMost(Duration.ofSeconds(60))
			.until(() -> client.get("/chats/" + conversation + "/summaries").body().toString().contains("extractive"));
	}

	@AfterAll
	static void stop() {
		socket.abort();
		http.close();
		recap.close();
	}

	@Test
	void theDashboardAndTheAlertsAskForNothingThatIsNotThere() throws Exception {
		Set<String> asked = asked();
		assertThat(asked).hasSizeGreaterThan(25);
		asked.removeAll(LATER);
		// A request is counted when it is done with, a moment after its summary can be
		// read.
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(shown()).containsAll(asked));
	}

	private static Set<String> shown() throws Exception {
		return Pattern.compile("(?m)^([a-z0-9_]+)[{ ]")
			.matcher(scrape())
			.results()
			.map((found) -> found.group(1))
			.collect(Collectors.toSet());
	}

	@Test
	void whatIsListedAsComingLaterIsAskedFor() throws Exception {
		assertThat(asked()).containsAll(LATER);
	}

	@Test
	void everyMetricOfOursIsExplained() throws Exception {
		assertThat(scrape().lines()).filteredOn((line) -> line.startsWith("# HELP recap_"))
			.isNotEmpty()
			.allSatisfy((line) -> assertThat(line.split(" ", 4)).hasSize(4).doesNotContain(""));
	}

	@Test
	void whatClientsInventBecomesNoLabel() throws Exception {
		String invented = "invented" + UUID.randomUUID().toString().replace("-", "");
		for (String path : Set.of("/" + invented, "/chats/" + invented, "/users/" + invented + "/chats",
				"/conversations/" + invented, "/search?q=" + invented)) {
			send(HttpRequest.newBuilder(uri(path)).header("User-Agent", invented).GET().build());
			send(HttpRequest.newBuilder(uri(path))
				.method(invented.toUpperCase(), HttpRequest.BodyPublishers.noBody())
				.build());
		}
		assertThat(scrape().toLowerCase()).doesNotContain(invented);
	}

	@Test
	void everyAnswerNamesItsRequest() throws Exception {
		HttpResponse<String> taken = send(
				HttpRequest.newBuilder(uri("/health")).header("X-Request-Id", "order-66.a_B").GET().build());
		assertThat(taken.headers().firstValue("X-Request-Id")).contains("order-66.a_B");
		HttpResponse<String> made = send(HttpRequest.newBuilder(uri("/nowhere"))
			.header("X-Request-Id", "no id: " + "x".repeat(90))
			.GET()
			.build());
		assertThat(made.headers().firstValue("X-Request-Id").orElseThrow()).matches("[0-9a-f]{16}");
	}

	@Test
	void probesShowWhatEachIsFor() throws Exception {
		JsonNode health = json("/health");
		assertThat(health.path("components").propertyNames()).contains("kafka", "archiver")
			.noneMatch((name) -> name.endsWith("Liveness") || name.endsWith("Readiness") || name.endsWith("State"));
		JsonNode ready = json("/health/readiness");
		assertThat(ready.path("status").asString()).isEqualTo("UP");
		assertThat(ready.path("components").propertyNames()).contains("kafka", "mongo", "archiver", "archiverReadiness",
				"rebalanceReadiness", "tailsReadiness", "window", "summarizer", "assistant");
		JsonNode live = json("/health/liveness");
		assertThat(live.path("status").asString()).isEqualTo("UP");
		assertThat(live.path("components").propertyNames()).containsExactlyInAnyOrder("livenessState", "partsLiveness");
	}

	private static Set<String> asked() throws IOException {
		String dashboard = Json.mapper()
			.readTree(Files.readString(OBSERVABILITY.resolve("grafana/dashboards/recap.json")))
			.findValues("expr")
			.toString();
		String rules = Files.readString(OBSERVABILITY.resolve("rules.yml"));
		return NAME.matcher(dashboard + rules)
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String scrape() throws Exception {
		return send(HttpRequest.newBuilder(uri("/metrics")).GET().build()).body();
	}

	private static JsonNode json(String path) throws Exception {
		return Json.mapper().readTree(send(HttpRequest.newBuilder(uri(path)).GET().build()).body());
	}

	private static URI uri(String path) {
		return URI.create("http://localhost:" + recap.port() + path);
	}

	private static HttpResponse<String> send(HttpRequest request) throws Exception {
		return http.send(request, HttpResponse.BodyHandlers.ofString());
	}

}
