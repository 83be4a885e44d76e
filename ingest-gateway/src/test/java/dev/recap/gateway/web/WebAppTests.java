package dev.recap.gateway.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

class WebAppTests {

	private static final Pattern NAMED = Pattern.compile("(?:src|href)=\"(/web/[^\"]+)\"");

	private static final Pattern IMPORTED = Pattern.compile("from '([^']+)'");

	private static final int FIRST_VIEW_BYTES = 200_000;

	private final RouterFunction<ServerResponse> information = RouterFunctions.route()
		.GET("/", (request) -> ServerResponse.ok().bodyValue("information"))
		.build();

	private final WebTestClient client = WebTestClient
		.bindToRouterFunction(new WebAppConfiguration().webAppRoutes().and(this.information))
		.build();

	@Test
	void showsThePageToBrowsersOnly() {
		assertThat(at("/", "text/html,application/xhtml+xml,*/*;q=0.8")).contains("<!doctype html>");
		assertThat(at("/", "*/*")).isEqualTo("information");
		assertThat(at("/", "application/json")).isEqualTo("information");
		assertThat(at("/", "not a media type")).isEqualTo("information");
	}

	@Test
	void letsNothingInlineRun() {
		HttpHeaders headers = page().getResponseHeaders();
		assertThat(headers.getFirst("Content-Security-Policy"))
			.contains("default-src 'none'", "script-src 'self';", "style-src 'self';",
					"require-trusted-types-for 'script'")
			.doesNotContain("unsafe");
		assertThat(text(page())).doesNotContainPattern("<script(?![^>]*src=)").doesNotContainPattern(" on[a-z]+=\"");
	}

	@Test
	void sendsThePageAgainOnlyWhenItChanged() {
		String tag = page().getResponseHeaders().getETag();
		this.client.get()
			.uri("/")
			.accept(MediaType.TEXT_HTML)
			.header(HttpHeaders.IF_NONE_MATCH, tag)
			.exchange()
			.expectStatus()
			.isNotModified()
			.expectHeader()
			.value("Content-Security-Policy", (policy) -> assertThat(policy).contains("script-src 'self'"));
	}

	@Test
	void servesEveryFileThatIsNamedToBeKeptForGood() {
		assertThat(reached()).hasSizeGreaterThan(20).allSatisfy((file) -> {
			EntityExchangeResult<byte[]> answer = get(file);
			assertThat(answer.getStatus().value()).as(file).isEqualTo(200);
			assertThat(answer.getResponseHeaders().getCacheControl()).contains("immutable");
		});
		assertThat(get("/web/another/main.js").getResponseHeaders().getCacheControl()).isEqualTo("no-store");
	}

	@Test
	void isSmall() throws IOException {
		long bytes = compressed(page().getResponseBody());
		for (String file : reached()) {
			bytes += compressed(get(file).getResponseBody());
		}
		assertThat(bytes).isLessThan(FIRST_VIEW_BYTES);
	}

	@Test
	void neverMakesMarkupOfText() {
		assertThat(reached()).filteredOn((file) -> file.endsWith(".js"))
			.allSatisfy((file) -> assertThat(text(get(file))).as(file)
				.doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
						"new Function", "DOMParser", "srcdoc", "javascript:"));
	}

	/** What the page names, and what that imports, views too. */
	private Set<String> reached() {
		Set<String> files = new TreeSet<>();
		NAMED.matcher(text(page())).results().map((found) -> found.group(1)).forEach((file) -> follow(file, files));
		String main = files.stream().filter((file) -> file.endsWith("/main.js")).findFirst().orElseThrow();
		for (String view : Set.of("welcome", "rooms", "conversations", "assistant", "digest", "system")) {
			follow(main.replace("main.js", "views/" + view + ".js"), files);
		}
		return files;
	}

	private void follow(String file, Set<String> files) {
		if (files.add(file) && file.endsWith(".js")) {
			IMPORTED.matcher(text(get(file)))
				.results()
				.map((MatchResult found) -> URI.create(file).resolve(found.group(1)).toString())
				.forEach((imported) -> follow(imported, files));
		}
	}

	private String at(String path, String accept) {
		return text(this.client.get()
			.uri(path)
			.header(HttpHeaders.ACCEPT, accept)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult());
	}

	private EntityExchangeResult<byte[]> page() {
		return this.client.get().uri("/").accept(MediaType.TEXT_HTML).exchange().expectBody().returnResult();
	}

	private EntityExchangeResult<byte[]> get(String path) {
		return this.client.get().uri(path).exchange().expectBody().returnResult();
	}

	private static String text(EntityExchangeResult<byte[]> answer) {
		byte[] body = answer.getResponseBody();
		return (body != null) ? new String(body, StandardCharsets.UTF_8) : "";
	}

	private static long compressed(byte[] content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(content);
		}
		return bytes.size();
	}

}
