package dev.recap.web.rate;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionLimitTests {

	private static TestService service;

	@BeforeAll
	static void start() {
		service = TestService.start("recap.limits.read=500ms", "recap.limits.idle=1500ms",
				"recap.rate.anonymous=100000");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@Test
	void aHeadThatTricklesInEndsTheConnection() throws IOException {
		try (Socket socket = service.connect()) {
			send(socket, "GET /who HTTP/1.1\r\nHost: a\r\n");
			assertEndsWhileSending(socket, "X-A: b\r\n");
		}
	}

	@Test
	void aBodyThatTricklesInEndsTheConnection() throws IOException {
		try (Socket socket = service.connect()) {
			send(socket, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n[");
			assertEndsWhileSending(socket, " ");
		}
	}

	@Test
	void aSecondRequestThatNeverEndsEndsTheConnectionToo() throws IOException {
		try (Socket socket = service.connect()) {
			send(socket,
					"GET /who HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
			assertEndsWhileSending(socket, "");
		}
	}

	@Test
	void aConnectionThatIsQuietIsEnded() throws IOException {
		try (Socket socket = service.connect()) {
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		try (Socket socket = service.connect()) {
			send(socket, "GET /who HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void aBodyInTimeIsTakenInPieces() throws IOException {
		try (Socket socket = service.connect()) {
			send(socket, "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\n[");
			send(socket, "1");
			send(socket, "]");
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 200")
				.endsWith("[1]");
		}
	}

	@Test
	void anAddressMayBeOnlySoLong() {
		String answer = TestService.exchange(service.connect(),
				"GET /who?" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
		assertThat(answer).startsWith("HTTP/1.1 414")
			.contains("too_large", "X-Content-Type-Options: nosniff", "cache-control: no-store");
	}

	@Test
	void headersMayBeOnlySoLong() {
		String answer = TestService.exchange(service.connect(),
				"GET /who HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(17_000) + "\r\nConnection: close\r\n\r\n");
		assertThat(answer).startsWith("HTTP/1.1 431").contains("too_large");
	}

	@Test
	void jsonMayBeNestedOnlySoDeeplyAndHaveOnlySoLongNamesAndNumbers() {
		assertRefused("[".repeat(101) + "]".repeat(101));
		assertRefused("[" + "1".repeat(101) + "]");
		assertRefused("{\"" + "a".repeat(10_001) + "\":1}");
		service.client()
			.post()
			.uri("/echo")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("[".repeat(100) + "]".repeat(100))
			.exchange()
			.expectStatus()
			.isOk();
	}

	private static void assertRefused(String json) {
		service.client()
			.post()
			.uri("/echo")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(json)
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("invalid_request");
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

	/** Goes on sending, more often than a timeout between two pieces would notice. */
	private static void assertEndsWhileSending(Socket socket, String piece) throws IOException {
		socket.setSoTimeout(100);
		Awaitility.await().pollDelay(Duration.ZERO).atMost(Duration.ofSeconds(30)).until(() -> hasEnded(socket, piece));
	}

	private static boolean hasEnded(Socket socket, String piece) {
		try {
			send(socket, piece);
			return socket.getInputStream().readNBytes(10_000).length < 10_000;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			// What was sent to a closed connection resets it.
			return true;
		}
	}

}
