package dev.recap.query;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

class AwayTests {

	@Test
	@Timeout(60)
	void saysThatKafkaIsAway() {
		MongoServer mongodb = new MongoServer(new MemoryBackend());
		mongodb.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
		String uri = mongodb.getConnectionString() + "/recap";
		try (TestStore store = new TestStore(uri, "recap")) {
			store.talk("kept", 1);
			readsAndRefuses(uri);
		}
		finally {
			mongodb.shutdownNow();
		}
	}

	private static void readsAndRefuses(String uri) {
		for (String address : new String[] { "127.0.0.1:1", "no-such-host.invalid:9092" }) {
			try (TestQueryApi lonely = TestQueryApi.start(uri, null, new SentCommands(),
					"spring.kafka.bootstrap-servers=" + address)) {
				WebTestClient client = lonely.client();
				client.get().uri("/chats/kept").exchange().expectStatus().isOk();
				Instant begun = Instant.now();
				unavailable(client.get().uri("/chats/unknown").exchange());
				unavailable(client.delete().uri("/chats/kept").exchange());
				// Kafka's own patience is a minute and more.
				assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
			}
		}
	}

	@Test
	@Timeout(60)
	void saysThatTheDatabaseIsAway() {
		try (TestQueryApi lonely = TestQueryApi.start("mongodb://127.0.0.1:1/recap", new FakeLog(), new SentCommands(),
				"recap.query.store.timeout=500ms")) {
			unavailable(lonely.client().get().uri("/chats/c").exchange());
			unavailable(lonely.client().get().uri("/chats/c").header("X-Position", "0:1").exchange());
			unavailable(lonely.client().delete().uri("/chats/c").exchange());
		}
	}

	private static void unavailable(WebTestClient.ResponseSpec answer) {
		answer.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.exists("Retry-After")
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("unavailable");
	}

}
