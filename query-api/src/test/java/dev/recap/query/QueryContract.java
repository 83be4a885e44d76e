package dev.recap.query;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.mongodb.ConnectionString;
import dev.recap.schema.Json;
import dev.recap.schema.topic.Position;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** The query API with a store that tests fill and a log that they play. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class QueryContract {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	final FakeLog log = new FakeLog();

	final SentCommands commands = new SentCommands();

	final String id = "räume " + NUMBERS.incrementAndGet();

	TestStore store;

	TestQueryApi api;

	WebTestClient client;

	/** Asked once. */
	abstract String uri();

	/** Stops what {@link #uri()} has started. */
	void stop() {
	}

	/** What the query API is told. */
	String[] settings() {
		return new String[0];
	}

	@BeforeAll
	void open() {
		String uri = uri();
		String database = "query-" + UUID.randomUUID();
		this.store = new TestStore(uri, database);
		this.api = TestQueryApi.start(at(uri, database), this.log, this.commands, settings());
		this.client = this.api.client();
	}

	private static String at(String uri, String database) {
		String query = uri.contains("?") ? uri.substring(uri.indexOf('?')) : "";
		return "mongodb://" + String.join(",", new ConnectionString(uri).getHosts()) + "/" + database + query;
	}

	@BeforeEach
	void clear() {
		this.log.reset();
		this.commands.clear();
		this.store.database()
			.listCollectionNames()
			.forEach((collection) -> this.store.database().getCollection(collection).deleteMany(new Document()));
	}

	@AfterAll
	void close() {
		this.api.close();
		this.store.close();
		stop();
	}

	ResponseSpec get(String uri, Object... variables) {
		return this.client.get().uri(uri, variables).exchange();
	}

	ResponseSpec delete(String id) {
		return this.client.delete().uri("/chats/{id}", id).exchange();
	}

	JsonNode body(String uri, Object... variables) {
		return json(get(uri, variables).expectStatus().isOk());
	}

	JsonNode body(String uri, Position position, Object... variables) {
		return json(this.client.get()
			.uri(uri, variables)
			.header("X-Position", position.toString())
			.exchange()
			.expectStatus()
			.isOk());
	}

	static JsonNode json(ResponseSpec answer) {
		return Json.mapper().readTree(answer.expectBody().returnResult().getResponseBodyContent());
	}

	void refused(String uri, String field) {
		error(get(uri), 400, "invalid_request").jsonPath("$.detail.fields[0].field").isEqualTo(field);
	}

	static WebTestClient.BodyContentSpec error(ResponseSpec answer, int status, String code) {
		return answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.detail.code").isEqualTo(code);
	}

	static List<String> ids(JsonNode page) {
		List<String> ids = new ArrayList<>();
		page.path("messages").forEach((message) -> ids.add(message.path("message_id").asString()));
		return ids;
	}

}
