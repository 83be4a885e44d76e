package dev.recap.query;

import java.net.InetSocketAddress;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;

/** When a query API wants no requests. */
class ProbesTests {

	private final MongoServer mongo = new MongoServer(new Greeting());

	@BeforeEach
	void start() {
		this.mongo.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
	}

	@AfterEach
	void stop() {
		this.mongo.shutdownNow();
	}

	@Test
	@Timeout(60)
	void isReadyWithBothAndNotWithoutTheDatabase() {
		try (TestQueryApi api = TestQueryApi.start(uri(), new FakeLog(), new SentCommands())) {
			probe(api, "readiness", 200);
			this.mongo.shutdownNow();
			probe(api, "readiness", 503).jsonPath("$.components.mongo.status").isEqualTo("DOWN");
			probe(api, "liveness", 200);
		}
	}

	@Test
	@Timeout(60)
	void isNotReadyWithoutKafkaButLives() {
		try (TestQueryApi api = TestQueryApi.start(uri(), null, new SentCommands(),
				"spring.kafka.bootstrap-servers=127.0.0.1:1")) {
			probe(api, "readiness", 503).jsonPath("$.components.kafka.status")
				.isEqualTo("DOWN")
				.jsonPath("$.components.mongo.status")
				.isEqualTo("UP");
			probe(api, "liveness", 200);
		}
	}

	/**
	 * The server as it is knows only the older name of the command that a probe sends.
	 */
	private static final class Greeting extends MemoryBackend {

		@Override
		public Document handleCommand(Channel channel, String database, String command, Document query) {
			return super.handleCommand(channel, database, command.equals("hello") ? "ismaster" : command, query);
		}

	}

	private String uri() {
		return this.mongo.getConnectionString() + "/recap?serverSelectionTimeoutMS=500";
	}

	private static WebTestClient.BodyContentSpec probe(TestQueryApi api, String name, int status) {
		return api.client().get().uri("/health/" + name).exchange().expectStatus().isEqualTo(status).expectBody();
	}

}
