package dev.recap.query;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.topic.Position;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

import static dev.recap.query.TestStore.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Conversations as resources. */
abstract class ConversationContract extends QueryContract {

	@Test
	void answersAConversationAsAResource() {
		this.store.talk(this.id, 3);
		this.store.update(ConversationDocument.COLLECTION, this.id, "usage",
				new Document("input_tokens", 10L).append("output_tokens", 5L).append("cost", 0.25));
		String resource = """
				{"id":"%1$s","user_id":"ann","created_at":"2026-01-01T00:00:00.000Z",
				"updated_at":"2026-01-01T00:00:00.000Z","message_count":3,"title":"Title of %1$s",
				"summary":"Summary %1$s-rolling","total_tokens":15,"total_cost":0.25,"metadata":{},"status":"active"}"""
			.formatted(this.id);
		get("/conversations/{id}", this.id).expectBody().json(resource, JsonCompareMode.STRICT);
		this.store.membership("ann", this.id, START, false);
		get("/conversations?user_id=ann").expectBody().json("[" + resource + "]", JsonCompareMode.STRICT);
		assertThat(body("/conversations?user_id=ann&offset=1")).isEmpty();
		assertThat(body("/conversations?user_id=nobody")).isEmpty();
	}

	@Test
	void answersAConversationThatHasNothingYet() {
		this.store.conversation(this.id, "ended", "", 0);
		get("/conversations/{id}", this.id).expectBody()
			.json("""
					{"id":"%s","user_id":null,"created_at":"2026-01-01T00:00:00.000Z",
					"updated_at":"2026-01-01T00:00:00.000Z","message_count":0,"title":null,"summary":null,
					"total_tokens":0,"total_cost":0.0,"metadata":{},"status":"ended"}""".formatted(this.id),
					JsonCompareMode.STRICT);
		assertThat(body("/conversations/{id}/messages", this.id)).isEmpty();
	}

	@Test
	void answersMessagesForChatClients() {
		this.store.talk(this.id, 3);
		get("/conversations/{id}/messages?limit=1&offset=1", this.id).expectBody()
			.json("""
					[{"id":"m1","role":"user","content":"text of m1","created_at":"2026-01-01T00:00:01.000Z"}]""",
					JsonCompareMode.STRICT);
		assertThat(body("/conversations/{id}/messages", this.id)).extracting((each) -> each.path("id").asString())
			.containsExactly("m0", "m1", "m2");
		get("/session/{id}/history?limit=2", this.id).expectBody().json("""
				{"sessionId":"%s","history":[{"role":"user","content":"text of m1"},
				{"role":"user","content":"text of m2"}]}""".formatted(this.id), JsonCompareMode.STRICT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/conversations/x", "/conversations/x/messages", "/session/x/history" })
	void knowsNoConversationThatNeverWas(String path) {
		error(get(path), 404, "not_found");
		this.store.talk("x", 1);
		this.store.update(ConversationDocument.COLLECTION, "x", "status", "deleted");
		error(get(path), 404, "not_found");
		this.log.away();
		error(get(path), 503, "unavailable");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/conversations/x", "/conversations/x/messages", "/session/x/history",
			"/conversations?user_id=ann", "/api/messages?room=x", "/users/ann/digest", "/search?q=words",
			"/users/ann/items", "/chats/x/items" })
	void waitsForAnyWriteItIsToSee(String path) {
		this.store.applied(new Position(3, 6));
		error(this.client.get().uri(path).header("X-Position", "3:7").exchange(), 503, "overloaded");
	}

	@ParameterizedTest
	@CsvSource({ "/conversations,user_id", "/conversations?user_id=a&limit=101,limit",
			"/conversations?user_id=a&offset=-1,offset", "/conversations?user_id=a/b,user_id",
			"/conversations/x/messages?limit=1001,limit", "/session/x/history?limit=0,limit",
			"/api/messages?unread=true,unread", "/api/messages?unread=maybe&username=a,unread",
			"/users/ann/digest?since=then,since", "/search,q", "/search?q=a&limit=101,limit",
			"/search?q=a&from=2026-01-02&to=2026-01-01,from", "/users/ann/items?status=lost,status",
			"/users/ann/items?kind=question,kind", "/users/ann/items?limit=101,limit", "/chats/x/items?cursor=x,cursor",
			"/chats/x/items?status=lost,status" })
	void refusesWhatIsAskedWrongly(String uri, String field) {
		refused(uri, field);
	}

	@Test
	void changesAConversation() {
		this.store.talk(this.id, 1);
		this.log.archiver((event, position) -> {
			ConversationUpdated update = (ConversationUpdated) event;
			this.store.update(ConversationDocument.COLLECTION, this.id, "title", update.title());
			this.store.update(ConversationDocument.COLLECTION, this.id, "metadata",
					ConversationDocument.metadata(update.metadata()));
			this.store.applied(position);
		});
		JsonNode changed = json(send(HttpMethod.PATCH, "/conversations/{id}", """
				{"title":"Other","metadata":{"a.b":[1]}}""").expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("X-Position", "0:0"));
		assertThat(changed.path("title").asString()).isEqualTo("Other");
		assertThat(changed.at("/metadata/a.b/0").asInt()).isEqualTo(1);
		assertThat(this.log.published()).singleElement().isInstanceOfSatisfying(ConversationUpdated.class, (update) -> {
			assertThat(update.userId()).isNull();
			assertThat(update.metadata()).isEqualTo(Map.of("a.b", List.of(1)));
		});
	}

	@Test
	void answersAChangeOnlyWhenItIsApplied() {
		this.store.talk(this.id, 1);
		CompletableFuture<ResponseSpec> change = CompletableFuture
			.supplyAsync(() -> send(HttpMethod.PATCH, "/conversations/{id}", "{\"title\":\"Other\"}"));
		await().until(() -> !this.log.published().isEmpty());
		assertThat(change).isNotDone();
		this.store.applied(new Position(0, 0));
		change.join().expectStatus().isOk();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{", "{}", "{\"title\":\"\"}", "{\"title\":7}", "{\"metadata\":[]}" })
	void refusesAChangeThatIsNone(String body) {
		this.store.talk(this.id, 1);
		error(send(HttpMethod.PATCH, "/conversations/{id}", body), 400, "invalid_request");
		assertThat(this.log.published()).isEmpty();
	}

	@Test
	void refusesOtherContentThanJson() {
		error(this.client.patch()
			.uri("/conversations/x")
			.contentType(MediaType.TEXT_PLAIN)
			.bodyValue("{\"title\":\"x\"}")
			.exchange(), 415, "unsupported_media_type");
	}

	@Test
	void changesNothingThatIsNotThere() {
		error(send(HttpMethod.PATCH, "/conversations/{id}", "{\"title\":\"x\"}"), 404, "not_found");
		error(send(HttpMethod.DELETE, "/conversations/{id}", ""), 404, "not_found");
		error(send(HttpMethod.POST, "/conversations/{id}/restore", ""), 404, "not_found");
		assertThat(this.log.published()).isEmpty();
	}

	@Test
	void hidesAConversationAndBringsItBack() {
		this.store.talk(this.id, 1);
		this.log.archiver((event, position) -> {
			this.store.update(ConversationDocument.COLLECTION, this.id, "status",
					(event instanceof ConversationRestored) ? "active" : "deleted");
			this.store.applied(position);
		});
		send(HttpMethod.DELETE, "/conversations/{id}", "").expectBody()
			.json("{\"status\":\"success\"}", JsonCompareMode.STRICT);
		error(get("/conversations/{id}", this.id), 404, "not_found");
		send(HttpMethod.POST, "/conversations/{id}/restore", "").expectBody()
			.json("{\"status\":\"success\"}", JsonCompareMode.STRICT);
		get("/conversations/{id}", this.id).expectStatus().isOk();
		assertThat(this.log.published()).hasSize(2);
		assertThat(((ConversationDeleted) this.log.published().getFirst()).hard()).isFalse();
	}

	@Test
	void erasesAConversationWhenTold() {
		this.store.talk(this.id, 1);
		this.log.archiver((event, position) -> {
			this.store.erase(this.id);
			this.store.applied(position);
		});
		refusesASoftThatIsNeither();
		JsonNode answer = json(send(HttpMethod.DELETE, "/conversations/{id}?soft=false", ""));
		assertThat(answer.path("status").asString()).isEqualTo("success");
		assertThat(answer.has("erased_from_log_by")).isTrue();
		assertThat(((ConversationDeleted) this.log.published().getFirst()).hard()).isTrue();
	}

	private void refusesASoftThatIsNeither() {
		error(send(HttpMethod.DELETE, "/conversations/{id}?soft=perhaps", ""), 400, "invalid_request");
	}

	ResponseSpec send(HttpMethod method, String uri, String body) {
		return this.client.method(method)
			.uri(uri, this.id)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

}
