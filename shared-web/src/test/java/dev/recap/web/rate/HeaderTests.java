package dev.recap.web.rate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderTests {

	private static final String ORIGIN = "https://app.example";

	private static TestService plain;

	private static TestService told;

	@BeforeAll
	static void start() {
		plain = TestService.start("recap.rate.anonymous=100000");
		told = TestService.start("recap.rate.anonymous=100000", "recap.cors.origins=" + ORIGIN + ",https://b.example",
				"recap.headers.hsts=max-age=31536000; includeSubDomains");
	}

	@AfterAll
	static void stop() {
		plain.close();
		told.close();
	}

	@Test
	void everyAnswerTellsBrowsersAndCachesToKeepOut() {
		for (String path : new String[] { "/who", "/nothing", "/echo" }) {
			plain.client()
				.get()
				.uri(path)
				.exchange()
				.expectHeader()
				.valueEquals("X-Content-Type-Options", "nosniff")
				.expectHeader()
				.valueEquals("X-Frame-Options", "DENY")
				.expectHeader()
				.valueEquals("Referrer-Policy", "no-referrer")
				.expectHeader()
				.valueEquals("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
				.expectHeader()
				.valueEquals("Cache-Control", "no-store")
				.expectHeader()
				.doesNotExist("Strict-Transport-Security");
		}
	}

	@Test
	void aHandlerMaySayOtherwise() {
		plain.client().get().uri("/kept").exchange().expectHeader().valueEquals("Cache-Control", "no-cache");
	}

	@Test
	void tlsIsAskedForOnlyWhenTold() {
		told.client()
			.get()
			.uri("/who")
			.exchange()
			.expectHeader()
			.valueEquals("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
	}

	@Test
	void noOtherOriginIsNamedUnlessTold() {
		plain.client()
			.get()
			.uri("/who")
			.header("Origin", ORIGIN)
			.exchange()
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Origin");
	}

	@Test
	void aPreflightOfANamedOriginMayBringTokensAndKeys() {
		told.client()
			.options()
			.uri("/echo")
			.header("Origin", ORIGIN)
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers",
					"authorization, x-api-key, content-type, x-position, x-request-id, if-none-match")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Origin", ORIGIN)
			.expectHeader()
			.value("Access-Control-Allow-Headers",
					(allowed) -> assertThat(allowed).containsIgnoringCase("authorization")
						.containsIgnoringCase("x-api-key"))
			.expectHeader()
			.doesNotExist("RateLimit-Limit");
	}

	@Test
	void aNamedOriginSeesWhatIsLeftAndWhereItsWriteLies() {
		told.client()
			.get()
			.uri("/who")
			.header("Origin", "https://b.example")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.value("Access-Control-Expose-Headers",
					(exposed) -> assertThat(exposed).contains("X-Position", "X-Request-Id", "RateLimit-Limit",
							"RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "Location", "ETag"));
	}

	@Test
	void anotherOriginIsRefusedAsEverythingIs() {
		told.client()
			.get()
			.uri("/who")
			.header("Origin", "https://evil.example")
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("forbidden");
	}

}
