package dev.recap.gateway;

import java.time.Duration;

import dev.recap.testing.TestBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;

/** When a gateway wants no requests, and when it wants to be started again. */
class ProbesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	@Timeout(60)
	void isNotReadyWithoutKafkaButLives() {
		try (TestGateway gateway = TestGateway.start("127.0.0.1:1")) {
			probe(gateway, "readiness", 503).jsonPath("$.components.kafka.status")
				.isEqualTo("DOWN")
				.jsonPath("$.components.tailsReadiness.status")
				.isEqualTo("OUT_OF_SERVICE");
			probe(gateway, "liveness", 200).jsonPath("$.status").isEqualTo("UP");
		}
	}

	@Test
	@Timeout(120)
	void isReadyWhenItHasCaughtUpAndNotWhenKafkaGoesAway() {
		TestBroker kafka = TestBroker.start();
		try (TestGateway gateway = TestGateway.start(kafka.bootstrapServers()).connected()) {
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> probe(gateway, "readiness", 200));
			kafka.close();
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> probe(gateway, "readiness", 503));
			probe(gateway, "liveness", 200);
		}
	}

	@Test
	@Timeout(120)
	void wantsToBeStartedAgainWhenATailIsDead() {
		try (TestBroker kafka = TestBroker.start();
				TestGateway gateway = TestGateway.start(kafka.bootstrapServers()).connected()) {
			probe(gateway, "liveness", 200);
			Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().equals("tail-chat-messages"))
				.forEach(Thread::interrupt);
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> probe(gateway, "liveness", 503));
		}
	}

	private static WebTestClient.BodyContentSpec probe(TestGateway gateway, String name, int status) {
		return gateway.client().get().uri("/health/" + name).exchange().expectStatus().isEqualTo(status).expectBody();
	}

}
