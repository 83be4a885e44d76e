package dev.recap.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.recap.schema.Json;
import dev.recap.testing.TestBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What one socket may send, and how many there may be. */
class SocketLimitTests {

	private static final int BURST = 5;

	private static TestBroker kafka;

	/** So slow that nothing grows back in a test. */
	private static TestGateway gateway;

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		gateway = TestGateway
			.start(kafka.bootstrapServers(), "recap.rate.socket=1", "recap.rate.socket-burst=" + BURST,
					"recap.rate.sockets=3", "recap.limits.socket-silence=300ms", "recap.live.heartbeat=2s",
					"recap.rate.trusted-proxies=127.0.0.1")
			.connected();
	}

	@AfterAll
	static void stop() {
		gateway.close();
		kafka.close();
	}

	@Test
	void aFrameThatIsOneTooManyIsRefusedInItsPlaceAndTheSocketStays() {
		try (TestSocket socket = TestSocket.open(gateway, "/ws/chats?user_id=u&conversation_id=flood")) {
			for (int i = 0; i < 4 * BURST; i++) {
				socket.send("{\"message\":\"a\",\"message_id\":\"m" + i + "\"}");
			}
			List<JsonNode> answers = new ArrayList<>();
			for (int i = 0; i < 4 * BURST; i++) {
				answers.add(socket.next());
			}
			List<String> acknowledged = answers.stream()
				.filter((answer) -> "ack".equals(answer.path("type").asString()))
				.map((answer) -> answer.path("message_ids").path(0).asString())
				.toList();
			assertThat(acknowledged).hasSizeBetween(BURST, 2 * BURST).startsWith("m0", "m1", "m2", "m3", "m4");
			assertThat(answers.get(BURST + 1).at("/detail/code").asString()).isEqualTo("rate_limited");
			assertThat(said("flood")).containsExactlyElementsOf(acknowledged);
			Awaitility.await().until(() -> {
				socket.send("{\"message\":\"late\"}");
				return "ack".equals(socket.next().path("type").asString());
			});
		}
	}

	@Test
	void aRoomSaysWhichMessageWasOneTooMany() {
		try (TestSocket socket = TestSocket.open(gateway, "/ws?username=u&room=flood-room")) {
			socket.next("presence");
			for (int i = 0; i < 4 * BURST; i++) {
				socket.send("{\"message\":\"a\",\"message_id\":\"m" + i + "\"}");
			}
			JsonNode refused = socket.next("error");
			assertThat(refused.at("/detail/code").asString()).isEqualTo("rate_limited");
			String id = refused.path("message_id").asString();
			assertThat(id).startsWith("m");
			Awaitility.await().until(() -> {
				socket.send("{\"message\":\"late\",\"message_id\":\"late\"}");
				return said("flood-room").contains("late");
			});
			assertThat(said("flood-room")).doesNotContain(id);
		}
	}

	@Test
	void whoWatchesASummaryMayNotFloodEither() {
		try (TestSocket socket = TestSocket.open(gateway, "/ws/summarize?conversation_id=watched")) {
			for (int i = 0; i < 4 * BURST; i++) {
				socket.send("{}");
			}
			assertThat(socket.next("error").at("/detail/code").asString()).isEqualTo("rate_limited");
		}
	}

	@Test
	void anAddressMayHaveOnlySoManySocketsOpen() throws IOException {
		List<Socket> open = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			open.add(handshake("198.51.100.1", "101"));
		}
		handshake("198.51.100.1", "429").close();
		handshake("198.51.100.2", "101").close();
		open.getFirst().close();
		Awaitility.await().ignoreExceptionsInstanceOf(AssertionError.class).until(() -> {
			open.add(handshake("198.51.100.1", "101"));
			return true;
		});
		for (Socket socket : open) {
			socket.close();
		}
	}

	@Test
	void aSocketThatAnswersNoPingIsEnded() throws IOException {
		try (Socket socket = handshake("198.51.100.3", "101")) {
			InputStream in = socket.getInputStream();
			assertThat(in.read()).isEqualTo(0x89);
			assertThat(in.readAllBytes()).hasSize(1);
		}
	}

	@Test
	void aSocketThatAnswersPingsStays() {
		try (TestSocket socket = TestSocket.open(gateway, "/ws/summarize?conversation_id=quiet")) {
			assertThat(socket.next("heartbeat")).isNotNull();
		}
	}

	@Test
	void aHandshakeCountsAsARequest() {
		try (TestGateway strict = TestGateway.start(kafka.bootstrapServers(), "recap.rate.anonymous=3").connected();
				TestSocket socket = TestSocket.open(strict, "/ws/chats?user_id=u&conversation_id=counted")) {
			socket.send("{\"message\":\"a\"}");
			socket.send("{\"message\":\"b\"}");
			assertThat(socket.next().path("type").asString()).isEqualTo("ack");
			assertThat(socket.next().path("type").asString()).isEqualTo("ack");
			socket.send("{\"message\":\"c\"}");
			assertThat(socket.next().at("/detail/code").asString()).isEqualTo("rate_limited");
			assertThatThrownBy(() -> TestSocket.open(strict, "/ws/chats")).hasStackTraceContaining("status code 429");
			strict.client().get().uri("/health").exchange().expectStatus().isOk();
		}
	}

	/** A handshake through a proxy that speaks for an address. */
	private static Socket handshake(String address, String status) throws IOException {
		int port = Integer.parseInt(gateway.address().substring(gateway.address().indexOf(':') + 1));
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(30_000);
		socket.getOutputStream()
			.write(("GET /ws/chats HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Forwarded-For: "
					+ address + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		StringBuilder head = new StringBuilder();
		while (!head.toString().endsWith("\r\n\r\n")) {
			head.append((char) socket.getInputStream().read());
		}
		assertThat(head.toString()).startsWith("HTTP/1.1 " + status);
		return socket;
	}

	private static List<String> said(String conversation) {
		return kafka.records("chat-messages")
			.stream()
			.filter((record) -> new String(record.key(), StandardCharsets.UTF_8).equals(conversation))
			.map((record) -> Json.mapper().readTree(record.value()).path("message_id").asString())
			.toList();
	}

}
