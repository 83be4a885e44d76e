package dev.recap.web.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.testing.TestBroker;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.StatusAssertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ApiKeysTests {

	private static final String TOPIC = TopicSettings.defaults().name(Topic.ACCESS_KEYS);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static TestBroker kafka;

	private static Producer<byte[], byte[]> producer;

	private static TestService service;

	private static ApiKey.Made reader;

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		Map<String, Object> clients = Map.of("bootstrap.servers", kafka.bootstrapServers());
		try (Admin admin = Admin.create(clients)) {
			TopicCreator.create(admin, TopicSettings.defaults(), Topic.ACCESS_KEYS);
		}
		producer = new KafkaProducer<>(clients, new ByteArraySerializer(), new ByteArraySerializer());
		reader = make(Set.of(Scope.READ), null);
		write(reader.key());
		service = TestService.start(kafka.bootstrapServers(), "recap.access.anonymous=false");
		await().atMost(PATIENCE).until(() -> service.status("/search", reader.text()) != 503);
	}

	@AfterAll
	static void stop() {
		service.close();
		producer.close();
		kafka.close();
	}

	@Test
	void aKeySpeaksForNoUser() {
		get("/search", reader.text()).isOk()
			.expectBody()
			.jsonPath("$.kind")
			.isEqualTo("Service")
			.jsonPath("$.name")
			.isEqualTo(reader.key().id());
	}

	@Test
	void aKeyMayDoWhatItsScopesSay() {
		assertThat(service.post("/chats", reader.text())).isEqualTo(403);
		get("/config", reader.text()).isForbidden();
		get("/docs", reader.text()).isOk();
	}

	@Test
	void anOperatorsKeyMayDoEverything() {
		ApiKey.Made operator = make(Set.of(Scope.ADMIN), null);
		write(operator.key());
		await().atMost(PATIENCE).until(() -> service.status("/config", operator.text()) == 200);
		assertThat(service.post("/chats", operator.text())).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "rk", "rk_", "rk__", "rk_nobody_secret", "garbage", "rk_\u00e9_x", "' or 1=1 --" })
	void whatIsNoKeyIsRefused(String text) {
		get("/search", text).isUnauthorized();
	}

	@Test
	void anotherSecretOfAKnownKeyIsRefused() {
		get("/search", reader.text() + "x").isUnauthorized();
		get("/search", reader.text().substring(0, reader.text().length() - 1)).isUnauthorized();
		get("/search", reader.key().hash()).isUnauthorized();
	}

	@Test
	void anExpiredKeyIsRefused() {
		ApiKey.Made expired = make(Set.of(Scope.READ), Instant.now().minusSeconds(1));
		ApiKey.Made later = make(Set.of(Scope.READ), Instant.now().plusSeconds(600));
		write(expired.key());
		write(later.key());
		await().atMost(PATIENCE).until(() -> service.status("/search", later.text()) == 200);
		get("/search", expired.text()).isUnauthorized();
	}

	@Test
	void aRevokedKeyIsRefusedSoon() {
		ApiKey.Made made = make(Set.of(Scope.READ), null);
		write(made.key());
		await().atMost(PATIENCE).until(() -> service.status("/search", made.text()) == 200);
		write(made.key().revoked(Instant.now()));
		await().atMost(PATIENCE).until(() -> service.status("/search", made.text()) == 401);
	}

	@Test
	void aKeyWhoseRecordIsGoneIsRefused() {
		ApiKey.Made made = make(Set.of(Scope.READ), null);
		write(made.key());
		await().atMost(PATIENCE).until(() -> service.status("/search", made.text()) == 200);
		write(made.key().recordKey(), null);
		await().atMost(PATIENCE).until(() -> service.status("/search", made.text()) == 401);
	}

	@Test
	void aRecordThatIsNoKeyStopsNobody() {
		write("key/broken".getBytes(StandardCharsets.UTF_8), "{\"id\":".getBytes(StandardCharsets.UTF_8));
		write("key/empty".getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8));
		write("unknown".getBytes(StandardCharsets.UTF_8), "[]".getBytes(StandardCharsets.UTF_8));
		ApiKey.Made made = make(Set.of(Scope.READ), null);
		write(made.key());
		await().atMost(PATIENCE).until(() -> service.status("/search", made.text()) == 200);
	}

	@Test
	void aKeyOfWhichSomethingCannotBeReadIsRefused() {
		ApiKey.Made made = make(Set.of(Scope.READ), null);
		write(made.key());
		await().atMost(PATIENCE).until(() -> service.status("/search", made.text()) == 200);
		write(made.key().recordKey(), "{\"revoked_at\":".getBytes(StandardCharsets.UTF_8));
		await().atMost(PATIENCE).until(() -> service.status("/search", made.text()) == 401);
	}

	@Test
	void aRecordThatCannotBeReadIsCounted() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		Metrics.addRegistry(meters);
		try {
			write("key/broken".getBytes(StandardCharsets.UTF_8), "{".getBytes(StandardCharsets.UTF_8));
			await().atMost(PATIENCE)
				.until(() -> meters.find("recap.records.skipped")
					.tag("topic", TOPIC)
					.counters()
					.stream()
					.anyMatch((counter) -> counter.count() > 0));
		}
		finally {
			Metrics.removeRegistry(meters);
		}
	}

	@Test
	void theTopicKnowsNoSecret() {
		assertThat(kafka.records(TOPIC)).isNotEmpty()
			.allSatisfy((record) -> assertThat(
					(record.value() != null) ? new String(record.value(), StandardCharsets.UTF_8) : "")
				.doesNotContain("rk_", reader.text().substring(16)));
	}

	private static ApiKey.Made make(Set<Scope> scopes, @Nullable Instant expiresAt) {
		return ApiKey.make("test", scopes, Instant.now(), expiresAt);
	}

	private static void write(ApiKey key) {
		write(key.recordKey(), key.recordValue());
	}

	private static void write(byte[] key, byte @Nullable [] value) {
		producer.send(new ProducerRecord<>(TOPIC, key, value));
		producer.flush();
	}

	private static StatusAssertions get(String path, String key) {
		return service.client().get().uri(path).header(Credential.KEY_HEADER, key).exchange().expectStatus();
	}

}
