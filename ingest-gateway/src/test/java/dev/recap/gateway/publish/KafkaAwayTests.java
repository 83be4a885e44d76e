package dev.recap.gateway.publish;

import java.time.Duration;

import dev.recap.gateway.TestGateway;
import dev.recap.testing.TestBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaAwayTests {

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1:1", "no-such-host.invalid:9092" })
	@Timeout(60)
	void startsAndRefusesWithoutKafka(String bootstrapServers) {
		try (TestGateway gateway = TestGateway.start(bootstrapServers)) {
			WebTestClient client = gateway.client();
			long begun = System.nanoTime();
			for (int i = 0; i < 10; i++) {
				unavailable(post(client, "/chats", "{\"user_id\":\"u\",\"message\":\"a\"}"));
				unavailable(post(client, "/chats/summarize", "{\"conversation_id\":\"c\"}"));
			}
			// Twenty waits for a delivery would take most of a minute.
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
			post(client, "/chats", "{\"message\":\"a\"}").expectStatus().isBadRequest();
			client.get()
				.uri("/health")
				.exchange()
				.expectStatus()
				.isEqualTo(503)
				.expectBody()
				.jsonPath("$.components.kafka.status")
				.isEqualTo("DOWN");
		}
	}

	@Test
	@Timeout(120)
	void refusesWhenKafkaGoesAwayAndTakesAgainWhenItIsBack() {
		int port = TestBroker.freePort();
		TestBroker first = TestBroker.start(port);
		try (TestGateway gateway = TestGateway.start(first.bootstrapServers()).connected()) {
			WebTestClient client = gateway.client();
			String body = "{\"user_id\":\"u\",\"message\":\"a\"}";
			post(client, "/chats", body).expectStatus().isCreated();
			first.close();
			unavailable(post(client, "/chats", body));
			assertThat(gateway.bean(KafkaConnection.class).up()).isFalse();
			unavailable(post(client, "/chats", body));
			try (TestBroker second = TestBroker.start(port)) {
				gateway.connected();
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> post(client, "/chats", body).expectStatus().isCreated());
				assertThat(second.records("chat-messages")).isNotEmpty();
			}
		}
	}

	@Test
	@Timeout(60)
	void refusesWhatWouldBeTooMuchAtOnce() {
		try (TestBroker kafka = TestBroker.start();
				TestGateway gateway = TestGateway
					.start(kafka.bootstrapServers(), "recap.publisher.in-flight-requests=0")
					.connected()) {
			post(gateway.client(), "/chats", "{\"user_id\":\"u\",\"message\":\"a\"}").expectStatus()
				.isEqualTo(503)
				.expectHeader()
				.exists("Retry-After")
				.expectBody()
				.jsonPath("$.detail.code")
				.isEqualTo("overloaded");
			assertThat(kafka.records("chat-messages")).isEmpty();
		}
	}

	private static void unavailable(ResponseSpec response) {
		response.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.exists("Retry-After")
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("unavailable");
	}

	private static ResponseSpec post(WebTestClient client, String path, String body) {
		return client.post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
	}

}
