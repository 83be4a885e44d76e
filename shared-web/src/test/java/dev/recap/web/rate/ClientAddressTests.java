package dev.recap.web.rate;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClientAddressTests {

	private static TestService behindProxies;

	private static TestService open;

	@BeforeAll
	static void start() {
		String rate = "recap.rate.anonymous=1000";
		behindProxies = TestService.start(rate, "recap.rate.trusted-proxies=127.0.0.0/8, 10.1.0.0/16, 2001:db8::/32");
		// Boot's own way believes everybody.
		open = TestService.start(rate, "server.forward-headers-strategy=native", "recap.rate.trusted-proxies=10.0.0.1");
	}

	@AfterAll
	static void stop() {
		behindProxies.close();
		open.close();
	}

	@Test
	void aTrustedProxySaysWhoItHeardFrom() {
		assertSeen(behindProxies, "192.0.2.7", "X-Forwarded-For: 192.0.2.7");
		assertSeen(behindProxies, "192.0.2.7", "X-Forwarded-For: 192.0.2.7:4711");
		assertSeen(behindProxies, "2001:4860:0:0:0:0:0:8", "X-Forwarded-For: [2001:4860::8]:4711");
	}

	@Test
	void theListIsBelievedFromItsEndPastTrustedProxies() {
		assertSeen(behindProxies, "192.0.2.7", "X-Forwarded-For: 198.51.100.1, 192.0.2.7, 10.1.2.3, 2001:db8::1");
		assertSeen(behindProxies, "192.0.2.7", "X-Forwarded-For: 198.51.100.1, 192.0.2.7\r\nX-Forwarded-For: 10.1.2.3");
		assertSeen(behindProxies, "10.1.2.3", "X-Forwarded-For: 198.51.100.1, nonsense, 10.1.2.3");
		assertSeen(behindProxies, "127.0.0.1", "X-Forwarded-For: localhost");
		assertSeen(behindProxies, "127.0.0.1", "Forwarded: for=192.0.2.7");
	}

	@Test
	void whatAnybodyElseClaimsIsWorthNothing() {
		assertSeen(open, "127.0.0.1", "X-Forwarded-For: 192.0.2.7");
		assertSeen(open, "127.0.0.1", "Forwarded: for=192.0.2.7");
		assertSeen(open, "http://a.example/who", "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example");
	}

	@Test
	void aTrustedProxySaysWhetherTheClientSpokeTls() {
		assertSeen(behindProxies, "https://a.example/who", "X-Forwarded-Proto: https");
		assertSeen(behindProxies, "http://a.example/who", "X-Forwarded-Proto: gopher");
	}

	@Test
	void aSpoofedAddressDoesNotHelpAgainstTheLimit() {
		try (TestService strict = TestService.start("recap.rate.anonymous=2")) {
			assertThat(ask(strict, "X-Forwarded-For: 203.0.113.1")).startsWith("HTTP/1.1 200");
			assertThat(ask(strict, "X-Forwarded-For: 203.0.113.2")).startsWith("HTTP/1.1 200");
			assertThat(ask(strict, "X-Forwarded-For: 203.0.113.3")).startsWith("HTTP/1.1 429")
				.contains("rate_limited", "Retry-After: ", "RateLimit-Remaining: 0", "RateLimit-Limit: 2");
		}
	}

	@Test
	void whatIsNoNetworkStopsTheStart() {
		assertThatThrownBy(() -> new ClientAddress(List.of("edge.internal"))).hasMessageContaining("edge.internal");
	}

	private static void assertSeen(TestService service, String expected, String headers) {
		String answer = ask(service, headers);
		assertThat(answer).contains('"' + expected + '"');
	}

	private static String ask(TestService service, String headers) {
		return TestService.exchange(service.connect(),
				"GET /who HTTP/1.1\r\nHost: a.example\r\n" + headers + "\r\nConnection: close\r\n\r\n");
	}

}
