package dev.recap.standalone.conformance;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the service says of itself. */
@Conformance
class ServiceConformanceTests {

	private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

	private final Api api;

	ServiceConformanceTests(Api api) {
		this.api = api;
	}

	@Test
	void saysWhatItIs() throws Exception {
		Answer about = this.api.get("/", "Accept", "application/json");
		assertThat(about.status()).isEqualTo(200);
		assertThat(about.text("/name")).isEqualTo("Recap");
	}

	@Test
	void saysHowItIs() throws Exception {
		// Share groups and the Streams app are some seconds behind the port.
		await().atMost(Duration.ofSeconds(60)).until(() -> this.api.get("/health").status() == 200);
		Answer health = this.api.get("/health");
		assertThat(health.text("/status")).isEqualTo("UP");
		assertThat(health.at("/components").propertyNames()).contains("kafka");
	}

	@Test
	void showsSettingsAndNoSecret() throws Exception {
		Answer config = this.api.get("/config");
		assertThat(config.status()).isEqualTo(200);
		assertThat(config.at("/limits.message").asInt()).isEqualTo(65_536);
		assertThat(config.json().propertyNames())
			.noneMatch((name) -> name.matches(".*(key|secret|password|uri|url|token).*"));
	}

	@Test
	void countsWhatItDoes() throws Exception {
		this.api.get("/users/ann/chats");
		assertThat(this.api.get("/metrics").body()).contains("http_server_requests_seconds_count");
	}

	@Test
	void showsTheDocumentToRead() throws Exception {
		Answer page = this.api.get("/docs");
		assertThat(page.status()).isEqualTo(200);
		Matcher assets = ASSET.matcher(page.body());
		assertThat(assets.results().map((asset) -> "/" + asset.group(1))).hasSizeGreaterThan(1)
			.allSatisfy((asset) -> assertThat(this.api.get(asset).status()).isEqualTo(200));
		assertThat(this.api.get("/docs/start.js").body()).contains("url: 'openapi.json'");
	}

	@Test
	void describesEachCallWithAnExampleThatHolds() {
		Contract contract = this.api.contract();
		assertThat(contract.operations()).isNotEmpty().allSatisfy((operation) -> {
			JsonNode body = operation.node().at("/requestBody/content/application~1json");
			body.path("examples")
				.values()
				.forEach((example) -> assertThat(
						contract.errors(body.path("schema").toString(), example.path("value").toString()))
					.as(operation.path())
					.isEmpty());
			operation.node().path("responses").values().forEach((each) -> {
				JsonNode content = contract.resolved(each).at("/content/application~1json");
				assertThat(contract.resolved(each).path("description").isString()).as(operation.path()).isTrue();
				if (content.has("example")) {
					assertThat(contract.errors(content.path("schema").toString(), content.path("example").toString()))
						.as(operation.path())
						.isEmpty();
				}
			});
		});
	}

	@Test
	void pointsOnlyAtWhatIsThere() {
		JsonNode document = this.api.contract().document();
		assertThat(document.findValuesAsString("$ref")).isNotEmpty()
			.allSatisfy((reference) -> assertThat(document.at(reference.substring(1)).isMissingNode()).isFalse());
	}

}
