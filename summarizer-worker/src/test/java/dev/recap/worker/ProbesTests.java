package dev.recap.worker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import dev.recap.testing.TestBroker;
import io.netty.channel.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** When a worker wants no work, and when it wants to be started again. */
class ProbesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final MongoServer mongo = new MongoServer(new Greeting());

	@TempDir
	Path folder;

	private TestBroker broker;

	private ConfigurableApplicationContext worker;

	@BeforeEach
	void start() {
		this.mongo.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
		this.broker = TestBroker.start(this.folder.resolve("kafka"));
	}

	@AfterEach
	void stop() {
		this.worker.close();
		this.broker.close();
		this.mongo.shutdownNow();
	}

	@Test
	void isNotReadyWithoutItsDatabaseButLives() {
		run();
		await().atMost(PATIENCE).until(() -> status("readiness"), Status.UP::equals);
		this.mongo.shutdownNow();
		await().atMost(PATIENCE).until(() -> status("readiness"), (status) -> !status.equals(Status.UP));
		assertThat(status("liveness")).isEqualTo(Status.UP);
	}

	@Test
	void livesWithoutKafka() {
		run();
		await().atMost(PATIENCE).until(() -> status("readiness"), Status.UP::equals);
		this.broker.close();
		await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> status("liveness"), Status.UP::equals);
	}

	@Test
	void isNotReadyWhileItIsFarBehind() {
		run("--recap.readiness.lag=-1");
		await().atMost(PATIENCE).until(() -> status("readiness", "archiver"), Status.UP::equals);
		assertThat(status("readiness", "archiverReadiness")).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(this.worker.getBean(HealthEndpoint.class).health().getStatus()).isNotEqualTo(Status.DOWN);
	}

	@Test
	void wantsToBeStartedAgainWhenAThreadIsDead() {
		run();
		await().atMost(PATIENCE).until(() -> status("readiness"), Status.UP::equals);
		assertThat(status("liveness")).isEqualTo(Status.UP);
		Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("archiver"))
			.forEach(Thread::interrupt);
		await().atMost(PATIENCE).until(() -> status("liveness"), Status.DOWN::equals);
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

	private void run(String... more) {
		this.worker = new SpringApplicationBuilder(WorkerApplication.class).web(WebApplicationType.NONE)
			.properties(Map.of("spring.config.name", "summarizer-worker", "recap.worker.roles", "history,window",
					"recap.topics.partitions", "1", "recap.window.state-dir", this.folder.resolve("state").toString()))
			.run(arguments(more));
	}

	private String[] arguments(String... more) {
		String[] arguments = new String[more.length + 2];
		System.arraycopy(more, 0, arguments, 2, more.length);
		arguments[0] = "--spring.kafka.bootstrap-servers=" + this.broker.bootstrapServers();
		arguments[1] = "--spring.mongodb.uri=" + this.mongo.getConnectionString()
				+ "/recap?serverSelectionTimeoutMS=2000";
		return arguments;
	}

	private Status status(String... path) {
		return this.worker.getBean(HealthEndpoint.class).healthForPath(path).getStatus();
	}

}
