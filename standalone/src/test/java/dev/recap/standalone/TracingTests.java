package dev.recap.standalone;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One trace from a request to what is made of it, through every topic between. */
class TracingTests {

	private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

	private static final String REFUSAL = "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
			+ "{\"role\":\"assistant\",\"content\":\"no JSON\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,"
			+ "\"total_tokens\":2}}";

	@TempDir
	static Path folder;

	private static WireMockServer model;

	private static Standalone recap;

	/** Keeps what would be exported. */
	@Configuration(proxyBeanMethods = false)
	static class Exporter {

		@Bean
		SpanProcessor kept() {
			return SimpleSpanProcessor.create(SPANS);
		}

	}

	@BeforeAll
	static void start() {
		model = new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
		model.start();
		model.stubFor(post(urlPathEqualTo("/v1/chat/completions")).willReturn(okJson(REFUSAL)));
		recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder, "--recap.window.idle=1s", "--recap.tracing.enabled=true",
				"--spring.main.sources=" + Exporter.class.getName(),
				"--recap.summary.base-url=" + model.baseUrl() + "/v1", "--recap.summary.model=stub");
	}

	@AfterAll
	static void stop() {
		recap.close();
		model.stop();
	}

	@Test
	void oneTraceLeadsFromThePostToTheStoredSummary() throws Exception {
		String trace = UUID.randomUUID().toString().replace("-", "");
		say(UUID.randomUUID().toString(), "00-" + trace + "-00f067aa0ba902b7-01");
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(names(trace)).contains("http post /chats", "publish chat-messages",
					"archive chat-messages", "mongodb update", "summarize", "model summary", "mongodb find",
					"deliver conversation-summaries"));
		List<SpanData> spans = spans(trace);
		SpanData summarize = named(spans, "summarize");
		assertThat(summarize.getParentSpanId()).isEqualTo(named(spans, "publish chat-messages").getSpanId());
		assertThat(named(spans, "model summary").getParentSpanId()).isEqualTo(summarize.getSpanId());
		assertThat(named(spans, "deliver conversation-summaries").getParentSpanId()).isEqualTo(summarize.getSpanId());
		assertThat(named(spans, "publish chat-messages").getParentSpanId())
			.isEqualTo(named(spans, "http post /chats").getSpanId());
		assertThat(spans.toString()).doesNotContain("We ship on Friday");
	}

	@Test
	void whatTheCallerDoesNotTraceIsNotTraced() throws Exception {
		String trace = UUID.randomUUID().toString().replace("-", "");
		String conversation = UUID.randomUUID().toString();
		say(conversation, "00-" + trace + "-00f067aa0ba902b7-00");
		Client client = new Client(recap.port());
		await().atMost(Duration.ofSeconds(60))
			.until(() -> client.get("/chats/" + conversation + "/summaries").body().toString().contains("extractive"));
		assertThat(spans(trace)).isEmpty();
	}

	private static void say(String conversation, String traceparent) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + recap.port() + "/chats"))
			.header("Content-Type", "application/json")
			.header("traceparent", traceparent)
			.POST(HttpRequest.BodyPublishers.ofString("{\"conversation_id\":\"" + conversation
					+ "\",\"user_id\":\"ann\",\"message\":\"We ship on Friday. I will write the notes.\"}"))
			.build();
		try (HttpClient http = HttpClient.newHttpClient()) {
			assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(201);
		}
	}

	private static List<SpanData> spans(String trace) {
		return SPANS.getFinishedSpanItems().stream().filter((span) -> span.getTraceId().equals(trace)).toList();
	}

	private static List<String> names(String trace) {
		return spans(trace).stream().map(SpanData::getName).toList();
	}

	private static SpanData named(List<SpanData> spans, String name) {
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

}
