package dev.recap.web.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;

import dev.recap.schema.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class RulesTests {

	private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

	@Test
	void everyCallOfTheDocumentHasARow() throws IOException {
		JsonNode paths = document().path("paths");
		assertThat(paths.propertyNames()).isNotEmpty();
		paths.properties()
			.forEach((path) -> path.getValue()
				.propertyNames()
				.stream()
				.filter(METHODS::contains)
				.forEach((method) -> assertThat(pattern(method, path.getKey().replaceAll("\\{[^}]+}", "x")))
					.as("%s %s", method, path.getKey())
					.isNotEqualTo("/**")));
	}

	@Test
	void anUnknownPathHasNoRow() {
		assertThat(pattern("GET", "/nowhere")).isEqualTo("/**");
		assertThat(pattern("PUT", "/chats")).isEqualTo("/**");
	}

	@ParameterizedTest
	@CsvSource({ "POST,/chats,INGEST", "GET,/chats/a,READ", "DELETE,/chats/a,DELETE", "POST,/chats/summarize,READ",
			"HEAD,/chats/a,READ", "GET,/ws,INGEST", "GET,/ws/chats,INGEST", "GET,/ws/summarize,READ",
			"POST,/ws/ticket,CALLER", "GET,/metrics,OPERATOR", "GET,/config,OPERATOR", "GET,/docs,CALLER",
			"GET,/docs/swagger-ui.css,CALLER", "GET,/health,NOTHING", "GET,/health/readiness,NOTHING",
			"GET,/web/1/views/rooms.js,NOTHING", "GET,/,NOTHING", "POST,/users/a/read,READ",
			"POST,/conversations/a/restore,DELETE", "POST,/conversations/a/end,INGEST", "PATCH,/items/a,INGEST" })
	void says(String method, String path, Need need) {
		assertThat(rule(method, path).need()).isEqualTo(need);
	}

	@ParameterizedTest
	@CsvSource({ "GET,/m%65trics,OPERATOR", "GET,/config;a=b,OPERATOR", "GET,/;/config,CALLER",
			"DELETE,/%63hats/a,DELETE", "DELETE,/chats/a%2Fb,DELETE", "DELETE,/chats;jsessionid=1/a;b=c,DELETE",
			"POST,/ch%61ts,INGEST", "DELETE,/users/%2E%2E,DELETE", "DELETE,/chats/..,DELETE" })
	void takesAPathAsTheRoutesDo(String method, String path, Need need) {
		assertThat(rule(method, path).need()).isEqualTo(need);
	}

	/** What none of them matches, no route matches either: it is as unknown. */
	@ParameterizedTest
	@ValueSource(strings = { "//config", "/config/", "/CONFIG", "/./config", "/a/../config", "/config%2F", "/config%00",
			"/%2Fconfig", "/config//", "/health/../config", "/web/../config", "/web/%2e%2e/config", "/docs/../config" })
	void noOtherWayToWriteAPathLeadsToWhatNeedsAnOperator(String path) {
		PathContainer parsed = PathContainer.parsePath(path);
		assertThat(PathPatternParser.defaultInstance.parse("/config").matches(parsed)).isFalse();
		assertThat(pattern("GET", path)).isNotEqualTo("/config");
	}

	@Test
	void ticketsOpenSocketsAndNothingElse() {
		assertThat(rule("GET", "/ws").ticket()).isTrue();
		assertThat(rule("GET", "/ws/chats").ticket()).isTrue();
		assertThat(rule("GET", "/ws/summarize").ticket()).isTrue();
		assertThat(rule("GET", "/chats/a").ticket()).isFalse();
		assertThat(rule("POST", "/ws/ticket").ticket()).isFalse();
		assertThat(rule("GET", "/nowhere").ticket()).isFalse();
	}

	private static JsonNode document() throws IOException {
		try (InputStream in = RulesTests.class.getResourceAsStream("/openapi.json")) {
			return Json.mapper().readTree(in);
		}
	}

	private static String pattern(String method, String path) {
		return Rules.of(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)), PathContainer.parsePath(path))
			.path()
			.getPatternString();
	}

	private static Rules.Rule rule(String method, String path) {
		return Rules.of(MockServerHttpRequest.method(HttpMethod.valueOf(method), URI.create(path)).build());
	}

}
