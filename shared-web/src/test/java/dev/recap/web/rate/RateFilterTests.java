package dev.recap.web.rate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.recap.testing.TestClock;
import dev.recap.web.ApiException;
import dev.recap.web.access.Caller;
import dev.recap.web.access.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RateFilterTests {

	private static final Caller ALICE = new Caller.User("alice", Set.of(Scope.READ));

	private static final Caller BOB = new Caller.User("bob", Set.of(Scope.READ));

	private static final Caller ALICE_THE_KEY = new Caller.Service("alice", Set.of(Scope.READ));

	private final TestClock clock = TestClock.at("2026-01-02T03:04:05Z");

	private final RateLimits limits = new RateLimits(new RateSettings(6, 3, 4, 2, 20, null, 5, 1000, List.of()), null,
			this.clock);

	private final RateFilter filter = new RateFilter(this.limits);

	private final CountedFailures failures = new CountedFailures(this.limits);

	@Test
	void aUserHasAMinutesAmountAndThenWhatGrowsBack() {
		for (int left = 5; left >= 0; left--) {
			assertThat(answer("GET", "/chats/c", ALICE, null).getFirst("RateLimit-Remaining"))
				.isEqualTo(String.valueOf(left));
		}
		assertRefused("GET", "/chats/c", ALICE, null, 10);
		this.clock.pass(Duration.ofSeconds(10));
		assertThat(answer("GET", "/chats/c", ALICE, null).getFirst("RateLimit-Remaining")).isEqualTo("0");
		assertRefused("GET", "/chats/c", ALICE, null, 10);
	}

	@Test
	void everyAnswerSaysWhatIsLeft() {
		HttpHeaders first = answer("POST", "/chats", ALICE, null);
		assertThat(first.getFirst("RateLimit-Limit")).isEqualTo("6");
		assertThat(first.getFirst("RateLimit-Remaining")).isEqualTo("5");
		assertThat(first.getFirst("RateLimit-Reset")).isEqualTo("10");
	}

	@Test
	void aRefusalSaysWhenToTryAgain() {
		for (int i = 0; i < 3; i++) {
			answer("POST", "/chats", Caller.Anonymous.INSTANCE, "192.0.2.1");
		}
		MockServerWebExchange exchange = exchange("POST", "/chats", Caller.Anonymous.INSTANCE, "192.0.2.1");
		assertThatThrownBy(() -> filter(exchange)).isInstanceOfSatisfying(ApiException.class, (error) -> {
			assertThat(error.status().value()).isEqualTo(429);
			assertThat(error.code()).isEqualTo("rate_limited");
			assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(20));
		});
		HttpHeaders headers = exchange.getResponse().getHeaders();
		assertThat(headers.getFirst("RateLimit-Limit")).isEqualTo("3");
		assertThat(headers.getFirst("RateLimit-Remaining")).isEqualTo("0");
		assertThat(headers.getFirst("RateLimit-Reset")).isEqualTo("20");
	}

	@Test
	void usersKeysAndAddressesAreCountedApart() {
		for (int i = 0; i < 6; i++) {
			answer("GET", "/chats/c", ALICE, "192.0.2.1");
		}
		assertRefused("GET", "/chats/c", ALICE, "192.0.2.2", 10);
		answer("GET", "/chats/c", BOB, "192.0.2.1");
		answer("GET", "/chats/c", ALICE_THE_KEY, "192.0.2.1");
		for (int i = 0; i < 3; i++) {
			answer("GET", "/chats/c", Caller.Anonymous.INSTANCE, "192.0.2.1");
		}
		assertRefused("GET", "/chats/c", Caller.Anonymous.INSTANCE, "192.0.2.1", 20);
		answer("GET", "/chats/c", Caller.Anonymous.INSTANCE, "192.0.2.2");
	}

	@Test
	void anIpv6NetworkIsOneClient() {
		answer("GET", "/chats/c", Caller.Anonymous.INSTANCE, "2001:db8:1:2::1");
		answer("GET", "/chats/c", Caller.Anonymous.INSTANCE, "2001:db8:1:2:ffff::2");
		answer("GET", "/chats/c", Caller.Anonymous.INSTANCE, "2001:db8:1:2:3::3");
		assertRefused("GET", "/chats/c", Caller.Anonymous.INSTANCE, "2001:db8:1:2::4", 20);
		answer("GET", "/chats/c", Caller.Anonymous.INSTANCE, "2001:db8:1:3::1");
	}

	@Test
	void callsOfTheModelAreCountedApart() {
		for (String path : List.of("/chat", "/chats/summarize")) {
			assertThat(answer("POST", path, ALICE, null).getFirst("RateLimit-Limit")).isEqualTo("2");
		}
		assertRefused("POST", "/api/summarize", ALICE, null, 30);
		assertThat(answer("POST", "/chats", ALICE, null).getFirst("RateLimit-Remaining")).isEqualTo("5");
	}

	@Test
	void whatShowsHowThingsAreIsNotCounted() {
		for (String path : List.of("/", "/health", "/health/liveness", "/metrics", "/docs", "/docs/swagger-ui.css",
				"/openapi.json", "/web/abc/main.js")) {
			assertThat(answer("GET", path, Caller.Anonymous.INSTANCE, "192.0.2.1").headerNames()).isEmpty();
		}
		assertThat(answer("GET", "/chats/c", Caller.Anonymous.INSTANCE, "192.0.2.1").getFirst("RateLimit-Remaining"))
			.isEqualTo("2");
	}

	@Test
	void whoWasForgottenHadEverythingBack() {
		for (int i = 0; i < 6; i++) {
			answer("GET", "/chats/c", ALICE, null);
		}
		this.clock.pass(Duration.ofMinutes(3));
		assertThat(answer("GET", "/chats/c", ALICE, null).getFirst("RateLimit-Remaining")).isEqualTo("5");
	}

	@Test
	void whoFailsToSignInTooOftenIsToldNoMoreThanThat() {
		for (int i = 0; i < 4; i++) {
			assertThat(failure("192.0.2.1").status().value()).isEqualTo(401);
		}
		ApiException tooMany = failure("192.0.2.1");
		assertThat(tooMany.code()).isEqualTo("rate_limited");
		assertThat(tooMany.retryAfter()).isEqualTo(Duration.ofSeconds(15));
		assertThat(failure("192.0.2.2").status().value()).isEqualTo(401);
		this.clock.pass(Duration.ofSeconds(15));
		assertThat(failure("192.0.2.1").status().value()).isEqualTo(401);
		assertThat(failure("192.0.2.1").status().value()).isEqualTo(429);
	}

	@Test
	void failedSignInsTakeNothingOfWhatAnAddressMayAskFor() {
		for (int i = 0; i < 6; i++) {
			failure("192.0.2.1");
		}
		assertThat(answer("GET", "/chats/c", Caller.Anonymous.INSTANCE, "192.0.2.1").getFirst("RateLimit-Remaining"))
			.isEqualTo("2");
	}

	private ApiException failure(String address) {
		MockServerWebExchange exchange = exchange("GET", "/chats/c", Caller.Anonymous.INSTANCE, address);
		return Objects.requireNonNull(
				this.failures.answer(exchange, ApiException.unauthenticated("The API key is unknown")).block());
	}

	private void assertRefused(String method, String path, Caller caller, @Nullable String address, int seconds) {
		assertThatThrownBy(() -> filter(exchange(method, path, caller, address))).isInstanceOfSatisfying(
				ApiException.class, (error) -> assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
	}

	private HttpHeaders answer(String method, String path, Caller caller, @Nullable String address) {
		MockServerWebExchange exchange = exchange(method, path, caller, address);
		filter(exchange);
		return exchange.getResponse().getHeaders();
	}

	private void filter(MockServerWebExchange exchange) {
		this.filter.filter(exchange, (passed) -> Mono.empty()).block();
	}

	private static MockServerWebExchange exchange(String method, String path, Caller caller, @Nullable String address) {
		try {
			MockServerHttpRequest request = MockServerHttpRequest.method(HttpMethod.valueOf(method), path)
				.remoteAddress(
						new InetSocketAddress(InetAddress.getByName((address != null) ? address : "192.0.2.9"), 1))
				.build();
			MockServerWebExchange exchange = MockServerWebExchange.from(request);
			exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
			return exchange;
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
