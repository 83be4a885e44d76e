package dev.recap.query;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What holds for every answer, whether MongoDB is there or not. */
class HardeningTests {

	private static TestQueryApi api;

	@BeforeAll
	static void start() {
		api = TestQueryApi.start("mongodb://127.0.0.1:1/recap", new FakeLog(), new SentCommands(),
				"recap.rate.anonymous=1", "recap.query.store.timeout=200ms");
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@Test
	void aCallerMayAskOnlySoMuchAndEveryAnswerSaysSo() {
		asked("0").expectStatus().isEqualTo(503);
		asked("0").expectStatus()
			.isEqualTo(429)
			.expectHeader()
			.exists("Retry-After")
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("rate_limited");
	}

	private static WebTestClient.ResponseSpec asked(String left) {
		return api.client()
			.get()
			.uri("/chats/c")
			.exchange()
			.expectHeader()
			.valueEquals("RateLimit-Remaining", left)
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectHeader()
			.valueEquals("X-Content-Type-Options", "nosniff");
	}

}
