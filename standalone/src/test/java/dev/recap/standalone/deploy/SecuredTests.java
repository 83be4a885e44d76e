package dev.recap.standalone.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import de.bwaldvogel.mongo.MongoServer;
import dev.recap.gateway.GatewayApplication;
import dev.recap.query.QueryApplication;
import dev.recap.schema.Json;
import dev.recap.standalone.deadletters.DeadLetters;
import dev.recap.testing.TestBroker;
import dev.recap.testing.TestCertificate;
import dev.recap.worker.WorkerApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The services against a Kafka and a MongoDB that ask who they are (SCRAM), both behind
 * TLS.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecuredTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/** As it is said to MongoDB. */
	private static final String USER = TestBroker.USER + ":" + TestBroker.PASSWORD + "@";

	@TempDir
	static Path folder;

	private static final HttpClient http = HttpClient.newHttpClient();

	private static TestCertificate certificate;

	private static TestBroker broker;

	private static MongoServer mongo;

	@BeforeAll
	static void start() throws Exception {
		certificate = TestCertificate.create(folder);
		broker = TestBroker.startSecured(Files.createDirectory(folder.resolve("kafka")), certificate);
		mongo = new MongoServer(new GuardedBackend(TestBroker.USER, TestBroker.PASSWORD));
		mongo.enableSsl(certificate.key(), null, certificate.certificate());
		mongo.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
	}

	@AfterAll
	static void stop() {
		mongo.shutdownNow();
		broker.close();
	}

	@Test
	void storesAndSummarizesWhatWasPosted() throws Exception {
		try (ConfigurableApplicationContext worker = worker(TestBroker.PASSWORD, USER);
				ConfigurableApplicationContext gateway = gateway(TestBroker.PASSWORD);
				ConfigurableApplicationContext query = query(TestBroker.PASSWORD, USER)) {
			assertThat(worker.isActive()).isTrue();
			await().atMost(PATIENCE).until(() -> post(gateway).statusCode() == 201);
			HttpResponse<String> posted = post(gateway);
			HttpRequest read = request(query, "/chats/secured")
				.header("X-Position", posted.headers().firstValue("X-Position").orElseThrow())
				.build();
			await().atMost(PATIENCE).until(() -> send(read).body().contains("\"total_messages\":1"));
			await().atMost(PATIENCE)
				.until(() -> send(request(query, "/chats/secured/summaries").build()).body().contains("Friday"));
			assertThat(send(request(gateway, "/health").build()).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void listsDeadLettersAsTheClientConfigurationSays() throws IOException {
		try (ConfigurableApplicationContext gateway = gateway(TestBroker.PASSWORD)) {
			await().atMost(PATIENCE).until(() -> post(gateway).statusCode() == 201);
		}
		assertThat(deadLetters(TestBroker.PASSWORD)).isEqualTo("0 0 dead letters, 0 of them not republished");
		assertThat(deadLetters("wrong")).startsWith("1 It could not be done: ").contains("Authentication failed");
	}

	@Test
	void theGatewaySaysThatKafkaRefusesItsPassword(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext gateway = gateway("wrong")) {
			await().atMost(PATIENCE).until(() -> said(output, "KafkaConnection", "Authentication failed"));
			assertThat(post(gateway).statusCode()).isEqualTo(503);
			assertThat(send(request(gateway, "/health").build()).statusCode()).isEqualTo(503);
			assertThat(gateway.isActive()).isTrue();
		}
	}

	@Test
	void theWorkerSaysThatKafkaRefusesItsPasswordAndWaits(CapturedOutput output) throws Exception {
		// It waits until it is interrupted, which its start then fails with.
		Thread starting = Thread.ofPlatform()
			.daemon()
			.uncaughtExceptionHandler((thread, interrupted) -> thread.interrupt())
			.start(() -> worker("wrong", USER).close());
		try {
			await().atMost(PATIENCE).until(() -> said(output, "Waiting for Kafka", "Authentication failed"));
			assertThat(starting.isAlive()).isTrue();
		}
		finally {
			starting.interrupt();
			starting.join();
		}
	}

	@Test
	void theQueryApiSaysThatKafkaRefusesItsPassword(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext query = query("wrong", USER)) {
			assertThat(send(request(query, "/chats/nobody").build()).statusCode()).isEqualTo(503);
			assertThat(said(output, "Kafka does not answer", "Authentication failed")).isTrue();
		}
	}

	@Test
	void theQueryApiSaysThatMongodbRefusesItsPassword(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext query = query(TestBroker.PASSWORD, "recap:wrong@")) {
			assertThat(send(request(query, "/chats/secured").build()).statusCode()).isEqualTo(503);
			assertThat(said(output, "MongoDB does not answer", "authenticating MongoCredential")).isTrue();
			assertThat(output).doesNotContain("wrong@");
		}
	}

	@Test
	void theQueryApiGetsNothingFromMongodbWithoutAUser() throws Exception {
		try (ConfigurableApplicationContext query = query(TestBroker.PASSWORD, "")) {
			assertThat(send(request(query, "/chats/secured").build()).statusCode()).isEqualTo(503);
		}
	}

	private static boolean said(CapturedOutput output, String... parts) {
		return output.getAll().lines().anyMatch((line) -> List.of(parts).stream().allMatch(line::contains));
	}

	private static String deadLetters(String password) throws IOException {
		Path config = Files.writeString(folder.resolve("client.properties"), """
				security.protocol=SASL_SSL
				sasl.mechanism=PLAIN
				sasl.jaas.config=%s
				ssl.truststore.type=PEM
				ssl.truststore.location=%s
				""".formatted(TestBroker.jaas(TestBroker.USER, password), certificate.pem()));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		int result = DeadLetters.run(new String[] { "list", "--bootstrap-servers=" + broker.bootstrapServers(),
				"--client-config=" + config }, new PrintStream(out, true, StandardCharsets.UTF_8));
		return result + " " + out.toString(StandardCharsets.UTF_8).strip();
	}

	/** The database that is seen here is not the gateway's. */
	private static ConfigurableApplicationContext gateway(String password) {
		return run(GatewayApplication.class, "ingest-gateway", password,
				List.of("--spring.mongodb.uri=" + mongodb(USER), "--management.health.mongodb.enabled=false"));
	}

	private static ConfigurableApplicationContext query(String password, String user) {
		return run(QueryApplication.class, "query-api", password, List.of("--MONGODB_URI=" + mongodb(user)));
	}

	private static ConfigurableApplicationContext worker(String password, String user) {
		return run(WorkerApplication.class, "summarizer-worker", password, List.of("--MONGODB_URI=" + mongodb(user),
				"--recap.window.idle=1s", "--recap.window.state-dir=" + folder.resolve("streams")));
	}

	private static String mongodb(String user) {
		return "mongodb://" + user + "127.0.0.1:" + mongo.getLocalAddress().getPort()
				+ "/recap?serverSelectionTimeoutMS=4000";
	}

	/** With the settings that the compose stack hands on. */
	private static ConfigurableApplicationContext run(Class<?> application, String name, String password,
			List<String> more) {
		List<String> arguments = new ArrayList<>(List.of("--spring.config.name=" + name, "--PORT=0",
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--KAFKA_BOOTSTRAP_SERVERS=" + broker.bootstrapServers(), "--KAFKA_SECURITY_PROTOCOL=SASL_SSL",
				"--KAFKA_SASL_JAAS_CONFIG=" + TestBroker.scram(TestBroker.USER, password),
				"--KAFKA_TRUSTSTORE=" + certificate.pem().toUri(), "--MONGODB_TLS=true",
				"--MONGODB_CA=" + certificate.pem().toUri(), "--recap.topics.partitions=2",
				"--recap.topics.replication=1"));
		arguments.addAll(more);
		return new SpringApplicationBuilder(application)
			.initializers((context) -> ownThreads((GenericApplicationContext) context))
			.run(arguments.toArray(String[]::new));
	}

	/** One that ends must not end the others' threads. */
	private static void ownThreads(GenericApplicationContext context) {
		context.registerBean(ReactorResourceFactory.class, () -> {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		});
	}

	private static HttpResponse<String> post(ConfigurableApplicationContext gateway) throws Exception {
		return send(request(gateway, "/chats").header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(Map.of("conversation_id", "secured", "user_id",
					"ann", "message_id", "m1", "message", "We decided to ship on Friday."))))
			.build());
	}

	private static HttpRequest.Builder request(ConfigurableApplicationContext service, String path) {
		return HttpRequest.newBuilder(URI
			.create("http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port") + path));
	}

	private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		return http.send(request, HttpResponse.BodyHandlers.ofString());
	}

}
