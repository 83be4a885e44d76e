package dev.recap.query;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.topic.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Ann owns the conversation, bob writes in it, carla has but a read marker, dora has
 * nothing.
 */
class GuardTests extends QueryContract {

	private final MongoServer server = new MongoServer(new MemoryBackend());

	@Override
	String uri() {
		this.server.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
		return this.server.getConnectionString();
	}

	@Override
	void stop() {
		this.server.shutdownNow();
	}

	@BeforeEach
	void talk() {
		this.store.talk("c", 4);
		this.store.item("i", "c", "dora", 1, ItemStatus.OPEN);
		for (String user : List.of("ann", "bob", "carla")) {
			this.store.membership(user, "c", TestStore.START, false);
		}
		wrote("bob");
	}

	private void wrote(String user) {
		this.store.update(MembershipDocument.COLLECTION, MembershipDocument.id(user, "c"), "message_count", 2L);
	}

	private ResponseSpec call(String user, String method, String uri) {
		return this.client.method(HttpMethod.valueOf(method))
			.uri(uri)
			.header(TestQueryApi.USER_HEADER, user)
			.exchange();
	}

	private JsonNode shown(String user, String uri) {
		return json(call(user, "GET", uri).expectStatus().isOk());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chats/c", "/chats/c/summaries", "/chats/c/items", "/conversations/c",
			"/conversations/c/messages", "/session/c/history", "/api/messages?room=c" })
	void showsAConversationToThoseWhoTakePartInIt(String uri) {
		call("ann", "GET", uri).expectStatus().isOk();
		call("bob", "GET", uri).expectStatus().isOk();
		error(call("carla", "GET", uri), 403, "forbidden");
		error(call("dora", "GET", uri), 403, "forbidden");
		get(uri).expectStatus().isOk();
	}

	@ParameterizedTest
	@CsvSource({ "DELETE,/chats/c", "DELETE,/conversations/c", "DELETE,/conversations/c?soft=false",
			"POST,/conversations/c/restore" })
	void letsOnlyTheOwnerDelete(String method, String uri) {
		for (String other : List.of("bob", "carla", "dora")) {
			error(call(other, method, uri), 403, "forbidden");
		}
		assertThat(this.log.published()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "bob,/conversations/c", "dora,/conversations/c", "carla,/items/i", "dora,/items/i" })
	void letsNobodyElseChangeThings(String user, String uri) {
		error(this.client.patch()
			.uri(uri)
			.header(TestQueryApi.USER_HEADER, user)
			.bodyValue(Map.of("title", "Mine", "status", "done"))
			.exchange(), 403, "forbidden");
		assertThat(this.log.published()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "GET,/users/ann/chats", "GET,/users/ann/digest", "GET,/users/ann/items", "DELETE,/users/ann",
			"GET,/users/ann/erasure/e30", "GET,/conversations?user_id=ann", "GET,/usage?user_id=ann",
			"GET,/search?q=text&user_id=ann", "GET,/api/messages?room=c&username=ann" })
	void letsNobodySpeakForAnother(String method, String uri) {
		error(call("bob", method, uri), 403, "forbidden");
		assertThat(this.log.published()).isEmpty();
	}

	@Test
	void marksNothingReadWhereAUserHasNoPart() {
		error(read("dora", "dora"), 403, "forbidden");
		error(read("bob", "ann"), 403, "forbidden");
		assertThat(this.log.published()).isEmpty();
	}

	private ResponseSpec read(String caller, String user) {
		return this.client.post()
			.uri("/users/{user}/read", user)
			.header(TestQueryApi.USER_HEADER, caller)
			.bodyValue(Map.of("conversation_id", "c"))
			.exchange();
	}

	@Test
	void aReadMarkerAloneShowsNothing() {
		assertThat(shown("carla", "/users/carla/chats").path("conversations")).isEmpty();
		assertThat(shown("carla", "/users/carla/digest").path("conversations")).isEmpty();
		assertThat(shown("carla", "/conversations")).isEmpty();
		assertThat(shown("carla", "/search?q=title").path("results")).isEmpty();
		assertThat(shown("bob", "/users/bob/chats").path("conversations")).hasSize(1);
		assertThat(shown("bob", "/users/bob/digest").path("conversations")).hasSize(1);
		assertThat(shown("bob", "/conversations")).hasSize(1);
		assertThat(shown("ann", "/conversations")).hasSize(1);
	}

	@Test
	void aTaskGivenInAConversationOfOthersIsNotShown() {
		assertThat(shown("dora", "/users/dora/items").path("items")).isEmpty();
		assertThat(shown("dora", "/users/dora/digest").path("open_action_items")).isEmpty();
		assertThat(body("/users/dora/items").path("items")).hasSize(1);
	}

	@Test
	void searchesOnlyWhereTheUserTakesPart() {
		for (String uri : List.of("/search?q=text", "/search?q=text&conversation_id=c")) {
			assertThat(shown("ann", uri).path("results")).hasSize(4);
			assertThat(shown("bob", uri).path("results")).hasSize(4);
			assertThat(shown("carla", uri).path("results")).isEmpty();
			assertThat(shown("dora", uri).path("total").asInt()).isZero();
		}
	}

	/** Dora wrote in "d", owns the empty "e", and has but read what others say since. */
	private void listen() {
		for (int i = 0; i < 12; i++) {
			this.store.talk("of others " + i, 2);
			this.store.membership("dora", "of others " + i, TestStore.START.plusSeconds(100 + i), false);
		}
		this.store.talk("d", 2);
		this.store.membership("dora", "d", TestStore.START.plusSeconds(2), false);
		this.store.update(MembershipDocument.COLLECTION, MembershipDocument.id("dora", "d"), "message_count", 1L);
		this.store.conversation("e", "active", "", 0);
		this.store.update(ConversationDocument.COLLECTION, "e", "user_id", "dora");
		this.store.membership("dora", "e", TestStore.START.plusSeconds(1), false);
	}

	@Test
	void countsAndPagesOnlyWhatAUserTakesPartIn() {
		listen();
		JsonNode first = shown("dora", "/users/dora/chats?limit=1");
		assertThat(first.path("total_conversations").asInt()).isEqualTo(2);
		assertThat(first.path("total_pages").asInt()).isEqualTo(2);
		assertThat(first.at("/conversations/0/conversation_id").asString()).isEqualTo("d");
		JsonNode second = shown("dora", "/users/dora/chats?limit=1&page=2&end_date=2026-01-01");
		assertThat(second.at("/conversations/0/conversation_id").asString()).isEqualTo("e");
		assertThat(shown("dora", "/conversations?limit=2").findValuesAsString("id")).containsExactly("d", "e");
		assertThat(shown("dora", "/conversations?limit=2&offset=1").findValuesAsString("id")).containsExactly("e");
		assertThat(shown("dora", "/users/dora/digest").path("conversations")).hasSize(1);
		assertThat(shown("carla", "/users/carla/chats").path("total_conversations").asInt()).isZero();
		assertThat(body("/users/dora/chats").path("total_conversations").asInt()).isEqualTo(14);
	}

	@Test
	void readsAUsersListsByTheirIndexes() {
		listen();
		this.commands.clear();
		shown("dora", "/users/dora/chats?limit=1");
		shown("dora", "/conversations");
		shown("dora", "/search?q=text");
		assertThat(this.commands.reads()).hasSizeGreaterThan(6)
			.allSatisfy((read) -> assertThat(SentCommands.isIndexed(read)).isTrue());
	}

	@Test
	void whatOthersSayTakesNoPlaceInAUsersSearch() {
		this.store.talk("d", 1);
		this.store.say("d", 1, "dora", "The zebra is mine");
		this.store.summarize("d", "About a zebra", List.of());
		this.store.membership("dora", "d", TestStore.START, false);
		this.store.update(MembershipDocument.COLLECTION, MembershipDocument.id("dora", "d"), "message_count", 1L);
		this.store.chatter("c", 2100, "zebra");
		for (int i = 0; i < 210; i++) {
			this.store.conversation("a" + i, "active", "", 1);
			this.store.summarize("a" + i, "About another zebra", List.of());
		}
		JsonNode own = shown("dora", "/search?q=zebra");
		assertThat(own.path("total").asInt()).isEqualTo(2);
		assertThat(own.path("results").findValuesAsString("conversation_id")).containsOnly("d");
		assertThat(body("/search?q=zebra&user_id=dora").path("results")).hasSize(2);
	}

	@Test
	void whatIsNotThereIsNotThereForAnybody() {
		this.store.update(ConversationDocument.COLLECTION, "c", "status", "deleted");
		error(call("ann", "GET", "/chats/c"), 404, "not_found");
		error(call("dora", "GET", "/chats/c"), 404, "not_found");
		error(call("dora", "DELETE", "/chats/none"), 404, "not_found");
		error(call("bob", "POST", "/conversations/c/restore"), 403, "forbidden");
	}

	@Test
	void aPartInAnEarlierLifeIsNone() {
		this.store.update(MembershipDocument.COLLECTION, MembershipDocument.id("bob", "c"), "generation", "0:9");
		error(call("bob", "GET", "/chats/c"), 403, "forbidden");
		assertThat(shown("bob", "/users/bob/chats").path("conversations")).isEmpty();
	}

	@Test
	void refusesNobodyBeforeWhatWasAcceptedIsApplied() {
		Position position = new Position(0, 40);
		this.log.accept(position);
		var answer = this.client.get()
			.uri("/chats/c")
			.header(TestQueryApi.USER_HEADER, "carla")
			.exchange()
			.returnResult(String.class);
		assertThat(answer.getStatus().value()).isEqualTo(503);
		Thread.ofVirtual().start(() -> {
			wrote("carla");
			this.store.applied(position);
		});
		await().untilAsserted(() -> call("carla", "GET", "/chats/c").expectStatus().isOk());
	}

	@Test
	void readsNoMembershipOfTheOwner() {
		this.commands.clear();
		call("ann", "GET", "/conversations/c").expectStatus().isOk();
		assertThat(this.commands.reads()).hasSize(1);
		this.commands.clear();
		call("bob", "GET", "/conversations/c").expectStatus().isOk();
		assertThat(this.commands.reads()).hasSize(2)
			.allSatisfy((read) -> assertThat(SentCommands.isIndexed(read)).isTrue());
	}

}
