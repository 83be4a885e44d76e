package dev.recap.standalone.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.recap.schema.Json;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.standalone.SignedTokens;
import dev.recap.standalone.Standalone;
import dev.recap.web.access.ApiKey;
import dev.recap.web.access.Scope;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** A whole Recap that knows an issuer of tokens and some API keys. */
final class Guarded implements AutoCloseable {

	static final String ISSUER = "https://issuer.example";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final SignedTokens tokens = new SignedTokens(ISSUER);

	private final Map<Visitor, String> keys = new EnumMap<>(Visitor.class);

	private final Path folder;

	private final Standalone recap;

	private final MongoClient mongodb;

	private Guarded(boolean anonymous, String... more) throws IOException {
		this.folder = Files.createTempDirectory("recap-access");
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + this.folder.resolve("data"), "--recap.access.anonymous=" + anonymous,
				"--recap.access.public-key=" + this.tokens.publicKey(this.folder), "--recap.access.issuer=" + ISSUER,
				"--recap.rate.failures=100000", "--recap.live.heartbeat=1s", "--recap.window.idle=1h"));
		arguments.addAll(List.of(more));
		this.recap = Standalone.start(arguments.toArray(String[]::new));
		this.mongodb = MongoClients.create(this.recap.mongodbUri());
		makeKeys();
	}

	static Guarded start(boolean anonymous) {
		try {
			return new Guarded(anonymous);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void makeKeys() {
		Map<Visitor, Scope> scopes = Map.of(Visitor.KEY_INGEST, Scope.INGEST, Visitor.KEY_READ, Scope.READ,
				Visitor.KEY_DELETE, Scope.DELETE, Visitor.KEY_ADMIN, Scope.ADMIN, Visitor.KEY_REVOKED, Scope.ADMIN);
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", this.recap.bootstrapServers()), new ByteArraySerializer(),
				new ByteArraySerializer())) {
			scopes.forEach((visitor, scope) -> {
				ApiKey.Made made = ApiKey.make(visitor.name(), Set.of(scope), Instant.now(), null);
				this.keys.put(visitor, made.text());
				ApiKey key = (visitor == Visitor.KEY_REVOKED) ? made.key().revoked(Instant.now()) : made.key();
				producer.send(new ProducerRecord<>(TopicSettings.defaults().name(Topic.ACCESS_KEYS), key.recordKey(),
						key.recordValue()));
			});
		}
		Scene nowhere = Scene.create();
		for (Visitor visitor : this.keys.keySet()) {
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> send("GET", "/openapi.json", null, visitor, nowhere)
					.statusCode() == ((visitor == Visitor.KEY_REVOKED) ? 401 : 200));
		}
	}

	SignedTokens tokens() {
		return this.tokens;
	}

	HttpClient http() {
		return this.http;
	}

	int port() {
		return this.recap.port();
	}

	/** A new one, in the log. */
	Scene scene() {
		Scene scene = Scene.create();
		String said = "I will send the minutes on Friday, says " + scene.canary();
		Map<String, Object> batch = Map.of("conversation_id", scene.id(), "user_id", scene.owner(), "messages",
				List.of(Map.of("content", said), Map.of("content", said, "user_id", scene.part())));
		HttpResponse<String> answer = send("POST", "/chats", Json.mapper().writeValueAsString(batch), Visitor.KEY_ADMIN,
				scene);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
		return scene;
	}

	/** The same once the ledger knows what was promised in it. */
	Scene withItem(Scene scene) {
		send("POST", "/conversations/" + scene.id() + "/end", null, Visitor.KEY_ADMIN, scene);
		return scene.withItem(Awaitility.await().atMost(PATIENCE).until(() -> {
			String items = send("GET", "/chats/" + scene.id() + "/items", null, Visitor.KEY_ADMIN, scene).body();
			return Json.mapper().readTree(items).at("/items/0/item_id").asString("");
		}, (id) -> !id.isEmpty()));
	}

	/** An item of a scene as the ledger would have made it, the owner's to do. */
	void makeItem(Scene scene) {
		Instant now = Instant.now();
		ItemDocument item = new ItemDocument(scene.item(), scene.id(), "", Kind.ACTION_ITEM, scene.canary(),
				scene.canary(), scene.stranger(), "2026-02-01", ItemStatus.OPEN, List.of(), null,
				List.of(scene.stranger()), List.of(), AsOf.of(now.toEpochMilli(), 0, 0), now, now);
		String database = new ConnectionString(this.recap.mongodbUri()).getDatabase();
		this.mongodb.getDatabase((database != null) ? database : "recap")
			.getCollection(ItemDocument.COLLECTION)
			.insertOne(new Document(item.toMap()));
	}

	HttpResponse<String> send(String method, String target, @Nullable String body, Visitor visitor, Scene scene) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + target))
			.timeout(PATIENCE)
			.header("Accept", "application/json, */*;q=0.5")
			.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
		if (body != null) {
			request.header("Content-Type", "application/json");
		}
		String[] credential = credential(visitor, scene);
		if (credential.length > 0) {
			request.headers(credential);
		}
		// What was too much just now is asked again, as such an answer says.
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.atMost(PATIENCE)
			.until(() -> this.http.send(request.build(), BodyHandlers.ofString()),
					(answer) -> answer.statusCode() != 503 || !answer.body().contains("\"overloaded\""));
	}

	/** The header a visitor shows, as name and value; empty for none. */
	String[] credential(Visitor visitor, Scene scene) {
		return switch (visitor) {
			case NOBODY -> new String[0];
			case GARBAGE -> bearer("garbage.or.so");
			case EXPIRED -> bearer(this.tokens.expired(scene.owner()));
			case OWNER, PART, STRANGER -> bearer(this.tokens.of(scene.self(visitor)));
			case ADMIN -> bearer(this.tokens.admin("admin"));
			case KEY_INGEST, KEY_READ, KEY_DELETE, KEY_ADMIN, KEY_REVOKED ->
				new String[] { "X-API-Key", this.keys.getOrDefault(visitor, "") };
		};
	}

	static String[] bearer(String token) {
		return new String[] { "Authorization", "Bearer " + token };
	}

	@Override
	public void close() {
		this.mongodb.close();
		this.recap.close();
		try {
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
