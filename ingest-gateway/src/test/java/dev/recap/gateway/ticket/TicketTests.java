package dev.recap.gateway.ticket;

import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

import dev.recap.gateway.TestGateway;
import dev.recap.gateway.TestSocket;
import dev.recap.schema.Json;
import dev.recap.testing.TestBroker;
import dev.recap.web.access.ApiKey;
import dev.recap.web.access.Scope;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class TicketTests {

	private static final String CLOSED = "recap.access.anonymous=false";

	private static TestBroker kafka;

	private static TestGateway gateway;

	private static TestGateway other;

	private static ApiKey.Made writer;

	private static ApiKey.Made reader;

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		gateway = TestGateway.start(kafka.bootstrapServers(), CLOSED).connected();
		other = TestGateway.start(kafka.bootstrapServers(), CLOSED).connected();
		writer = ApiKey.make("writer", Set.of(Scope.INGEST), Instant.now(), null);
		reader = ApiKey.make("reader", Set.of(Scope.READ), Instant.now(), null);
		try (Producer<byte[], byte[]> producer = producer()) {
			producer.send(new ProducerRecord<>("access-keys", writer.key().recordKey(), writer.key().recordValue()));
			producer.send(new ProducerRecord<>("access-keys", reader.key().recordKey(), reader.key().recordValue()));
		}
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(List.of(status(writer), status(reader))).containsOnly(201));
	}

	@AfterAll
	static void stop() {
		other.close();
		gateway.close();
		kafka.close();
	}

	private static Producer<byte[], byte[]> producer() {
		return new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers()), new ByteArraySerializer(),
				new ByteArraySerializer());
	}

	@Test
	void opensASocketOnce() {
		String ticket = ticket(writer);
		try (TestSocket socket = TestSocket.open(gateway, "/ws/chats?conversation_id=c&user_id=u&ticket=" + ticket)) {
			socket.send("{\"message\":\"hello\"}");
			assertThat(socket.next("ack").path("inserted_count").asInt()).isEqualTo(1);
		}
		refused(gateway, "/ws/chats?ticket=" + ticket, 401);
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(
					() -> assertThat(
							kafka.records("access-keys")
								.stream()
								.anyMatch((record) -> record.value() == null
										&& new String(record.key(), StandardCharsets.UTF_8).startsWith("ticket/")))
						.isTrue());
	}

	@Test
	void opensASocketOnAnotherInstance() {
		try (TestSocket socket = TestSocket.open(other, "/ws?username=ann&room=r&ticket=" + ticket(writer))) {
			socket.send("{\"type\":\"message\",\"message\":\"hello\"}");
			assertThat(socket.next("ack").isMissingNode()).isFalse();
		}
	}

	@Test
	void aTicketThatCannotBeReadIsSetAside() {
		byte[] key = "ticket/garbled".getBytes(StandardCharsets.UTF_8);
		try (Producer<byte[], byte[]> producer = producer()) {
			producer.send(new ProducerRecord<>("access-keys", key, "{\"kind\":".getBytes(StandardCharsets.UTF_8)));
		}
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(kafka.records("chat-messages-dlt"))
				.anySatisfy((record) -> assertThat(record.key()).isEqualTo(key)));
	}

	@Test
	void mayOnlyDoWhatItsCallerMay() {
		refused(gateway, "/ws/chats?ticket=" + ticket(reader), 403);
		refused(gateway, "/ws/summarize?conversation_id=c&ticket=" + ticket(writer), 403);
	}

	@Test
	void withoutATicketNoSocketOpens() {
		refused(gateway, "/ws", 401);
		refused(gateway, "/ws/chats", 401);
		refused(gateway, "/ws/summarize?conversation_id=c", 401);
		refused(gateway, "/ws/chats?ticket=", 401);
		refused(gateway, "/ws/chats?ticket=" + "a".repeat(43), 401);
	}

	@Test
	void opensNothingButASocket() {
		gateway.client().get().uri("/config?ticket=" + ticket(reader)).exchange().expectStatus().isUnauthorized();
	}

	@Test
	void nobodyInParticularGetsNone() {
		gateway.client().post().uri("/ws/ticket").exchange().expectStatus().isUnauthorized();
		try (TestGateway open = TestGateway.start(kafka.bootstrapServers()).connected()) {
			open.client()
				.post()
				.uri("/ws/ticket")
				.exchange()
				.expectStatus()
				.isUnauthorized()
				.expectBody()
				.jsonPath("$.detail.code")
				.isEqualTo("unauthenticated");
		}
	}

	private static int status(ApiKey.Made key) {
		return gateway.client()
			.post()
			.uri("/ws/ticket")
			.header("X-API-Key", key.text())
			.exchange()
			.returnResult(Void.class)
			.getStatus()
			.value();
	}

	private static String ticket(ApiKey.Made key) {
		byte[] body = gateway.client()
			.post()
			.uri("/ws/ticket")
			.header("X-API-Key", key.text())
			.exchange()
			.expectStatus()
			.isCreated()
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectBody()
			.returnResult()
			.getResponseBody();
		return Json.mapper().readTree(body).path("ticket").asString();
	}

	private static void refused(TestGateway where, String path, int status) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> TestSocket.open(where, path))
			.withCauseInstanceOf(WebSocketHandshakeException.class)
			.satisfies((ex) -> assertThat(((WebSocketHandshakeException) ex.getCause()).getResponse().statusCode())
				.isEqualTo(status));
	}

}
