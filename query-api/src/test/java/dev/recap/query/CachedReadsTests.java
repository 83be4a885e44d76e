package dev.recap.query;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.topic.Position;
import dev.recap.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.MeterRegistry;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Pages that a real Redis keeps. */
@EnabledIf(value = "dev.recap.testing.RedisServer#isInstalled", disabledReason = "There is no redis-server here")
class CachedReadsTests extends QueryContract {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	static Path folder;

	private final MongoServer server = new MongoServer(new MemoryBackend());

	private RedisServer redis;

	private final RedisClient lettuce = RedisClient.create();

	private StatefulRedisConnection<String, String> connection;

	@Override
	String uri() {
		this.redis = RedisServer.start(folder);
		this.connection = this.lettuce.connect(RedisURI.create(this.redis.url()));
		this.server.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
		return this.server.getConnectionString();
	}

	@Override
	String[] settings() {
		return new String[] { "recap.redis.url=" + this.redis.url(), "recap.cache.timeout=2s",
				"recap.cache.largest=8KB" };
	}

	@Override
	void stop() {
		this.lettuce.shutdown();
		this.redis.close();
		this.server.shutdownNow();
	}

	@BeforeEach
	void talk() {
		this.store.talk("c", 4);
		redis().flushall();
		keptAgain("/chats/c?limit=1");
	}

	@AfterEach
	void empty() {
		redis().flushall();
	}

	private RedisCommands<String, String> redis() {
		return this.connection.sync();
	}

	/** Waits for one that is connected and keeps what is read. */
	private void keptAgain(String uri) {
		await().atMost(PATIENCE).untilAsserted(() -> {
			double before = count("hit");
			body(uri);
			assertThat(count("hit")).isGreaterThan(before);
		});
	}

	private double count(String outcome) {
		return this.api.bean(MeterRegistry.class).get("recap.query.cache").tag("outcome", outcome).counter().count();
	}

	private long readsOfMessages() {
		return this.commands.reads()
			.stream()
			.filter((read) -> read.containsKey("find")
					&& read.getString("find").getValue().equals(MessageDocument.COLLECTION))
			.count();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chats/c", "/chats/c?order=desc&limit=2&page=2", "/conversations/c/messages",
			"/session/c/history?limit=2" })
	void isReadOnceForAll(String uri) {
		String made = get(uri).expectBody(String.class).returnResult().getResponseBody();
		await().untilAsserted(() -> {
			this.commands.clear();
			get(uri).expectStatus()
				.isOk()
				.expectHeader()
				.contentType("application/json")
				.expectBody(String.class)
				.isEqualTo(made);
			assertThat(readsOfMessages()).isZero();
		});
	}

	@Test
	void keepsEveryViewApart() {
		for (int i = 0; i < 2; i++) {
			assertThat(ids(body("/chats/c?limit=2"))).containsExactly("m0", "m1");
			assertThat(ids(body("/chats/c?limit=2&page=2"))).containsExactly("m2", "m3");
			assertThat(ids(body("/chats/c?limit=2&order=desc"))).containsExactly("m3", "m2");
			assertThat(body("/conversations/c/messages?limit=2")).hasSize(2);
			assertThat(body("/session/c/history?limit=2").path("history")).hasSize(2);
		}
	}

	@Test
	void showsEveryChangeAtOnce() {
		keptAgain("/chats/c");
		this.store.say("c", 9, "ann", "One more");
		assertThat(body("/chats/c").path("messages")).hasSize(5);
		keptAgain("/chats/c");
		this.store.update(ConversationDocument.COLLECTION, "c", "title", "Another title");
		assertThat(body("/chats/c").path("title").asString()).isEqualTo("Another title");
		keptAgain("/chats/c");
		this.store.database()
			.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", "c"),
					new Document("$set", new Document("summary.summary", "Another summary")));
		assertThat(body("/chats/c").path("summary").asString()).isEqualTo("Another summary");
	}

	@Test
	void showsWhatWasWrittenBeforeIt() {
		keptAgain("/chats/c");
		Position position = new Position(0, 40);
		this.log.accept(position);
		Thread.ofVirtual().start(() -> {
			this.store.say("c", 9, "ann", "One more");
			this.store.applied(position);
		});
		await().untilAsserted(() -> assertThat(body("/chats/c", position).path("messages")).hasSize(5));
	}

	@Test
	void showsNothingThatIsHiddenAndAllOfItAgain() {
		keptAgain("/chats/c");
		this.store.update(ConversationDocument.COLLECTION, "c", "status", "deleted");
		error(get("/chats/c"), 404, "not_found");
		this.store.update(ConversationDocument.COLLECTION, "c", "status", "active");
		assertThat(body("/chats/c").path("messages")).hasSize(4);
	}

	@Test
	void showsNothingThatWasErased() {
		keptAgain("/chats/c");
		this.store.erase("c");
		error(get("/chats/c"), 404, "not_found");
		this.store.message("c", "n", "ann", TestStore.START, new Position(0, 50), "0:9");
		this.store.conversation("c", "active", "0:9", 1);
		assertThat(ids(body("/chats/c"))).containsExactly("n");
	}

	@Test
	void givesItToNobodyWhoMayNotSeeIt() {
		this.store.membership("bob", "c", TestStore.START, false);
		this.store.update(MembershipDocument.COLLECTION, MembershipDocument.id("bob", "c"), "message_count", 2L);
		keptAgain("/chats/c");
		for (String user : List.of("ann", "bob")) {
			history(user).expectStatus().isOk();
		}
		error(history("dora"), 403, "forbidden");
	}

	private ResponseSpec history(String user) {
		return this.client.get().uri("/chats/c").header(TestQueryApi.USER_HEADER, user).exchange();
	}

	@Test
	void holdsNothingForLongAndNoNames() {
		redis().flushall();
		keptAgain("/chats/c");
		List<String> keys = redis().keys("recap:page:*");
		assertThat(keys).singleElement().asString().matches("recap:page:[0-9a-f]{64}");
		assertThat(redis().pttl(keys.getFirst())).isBetween(1L, 30_000L);
	}

	@Test
	void keepsNoPageThatIsLarge() {
		this.store.say("c", 9, "ann", "long ".repeat(2000));
		redis().flushall();
		body("/chats/c");
		keptAgain("/chats/c?limit=2");
		assertThat(redis().keys("recap:page:*")).hasSize(1);
	}

	@Test
	void doesWithoutARedisThatIsStuckOrGone() {
		this.redis.freeze();
		assertThat(body("/chats/c").path("messages")).hasSize(4);
		assertThat(body("/chats/c").path("messages")).hasSize(4);
		this.redis.thaw();
		keptAgain("/chats/c");
		int port = this.redis.port();
		this.redis.close();
		for (int i = 0; i < 3; i++) {
			assertThat(body("/chats/c").path("messages")).hasSize(4);
		}
		this.redis = RedisServer.start(folder, port);
		keptAgain("/chats/c");
	}

}
