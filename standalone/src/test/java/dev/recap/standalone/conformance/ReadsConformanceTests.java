package dev.recap.standalone.conformance;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Conversations as resources, rooms read over HTTP, and catching up. */
@Conformance
class ReadsConformanceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Api api;

	ReadsConformanceTests(Api api) {
		this.api = api;
	}

	@Test
	void readsListsAndChangesAConversation() throws Exception {
		String user = Api.id();
		String id = this.api.post("/conversations", Map.of("user_id", user, "title", "Release")).text("/id");
		assertThat(this.api.get("/conversations/" + id).text("/title")).isEqualTo("Release");
		assertThat(this.api.get("/conversations?user_id=" + user).text("/0/id")).isEqualTo(id);
		Answer changed = this.api.patch("/conversations/" + id,
				Map.of("title", "Release on Friday", "metadata", Map.of("team", "search")));
		assertThat(changed.text("/title")).isEqualTo("Release on Friday");
		assertThat(this.api.get("/conversations/" + id).text("/metadata/team")).isEqualTo("search");
	}

	@Test
	void hidesRestoresAndErasesAConversation() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		assertThat(this.api.delete("/conversations/" + id).status()).isEqualTo(200);
		assertThat(this.api.get("/conversations/" + id).status()).isEqualTo(404);
		assertThat(this.api.get("/chats/" + id).status()).isEqualTo(404);
		assertThat(this.api.json("POST", "/conversations/" + id + "/restore", "").status()).isEqualTo(200);
		assertThat(this.api.get("/conversations/" + id).at("/message_count").asInt()).isEqualTo(3);
		assertThat(this.api.delete("/conversations/" + id + "?soft=false").text("/erased_from_log_by")).isNotBlank();
		assertThat(this.api.json("POST", "/conversations/" + id + "/restore", "").status()).isEqualTo(404);
	}

	@Test
	void readsMessagesAsChatClientsDo() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		assertThat(this.api.get("/conversations/" + id + "/messages").text("/0/content")).startsWith("We decided");
		assertThat(this.api.get("/session/" + id + "/history").text("/history/0/role")).isEqualTo("user");
	}

	@Test
	void countsWhatAUserHasNotSeenUntilItIsRead() throws Exception {
		String room = Api.id();
		this.api.post("/chats", Api.talk(room));
		String path = "/api/messages?username=Bob&room=" + room;
		assertThat(this.api.get(path).at("/unread_count").asInt()).isEqualTo(3);
		Answer marker = this.api.post("/users/Bob/read", Map.of("conversation_id", room));
		assertThat(marker.at("/unread_count").asInt()).isZero();
		assertThat(this.api.get(path).at("/unread_count").asInt()).isZero();
		assertThat(this.api.get(path + "&unread=true").at("/messages")).isEmpty();
	}

	@Test
	void tellsAUserWhatWasMissed() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Map.of("conversation_id", id, "user_id", "bob-" + id, "message", "I am here."));
		this.api.post("/chats", Api.talk(id));
		this.api.get("/chats/" + id);
		Answer digest = this.api.get("/users/bob-" + id + "/digest");
		assertThat(digest.text("/conversations/0/conversation_id")).isEqualTo(id);
	}

	@Test
	void erasesWhatAUserWroteAndReportsTheEnd() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		this.api.post("/chats", Map.of("conversation_id", id, "user_id", "eve-" + id, "message", "I stay."));
		Answer erasing = this.api.delete("/users/ann-" + id);
		assertThat(erasing.status()).isEqualTo(202);
		assertThat(erasing.at("/conversations").asInt()).isEqualTo(1);
		await().atMost(PATIENCE).until(() -> this.api.get(erasing.header("Location")).text("/status").equals("done"));
		Answer left = this.api.get("/chats/" + id);
		assertThat(left.at("/messages").values()).extracting((message) -> message.path("content").asString())
			.containsExactly("I stay.");
		assertThat(this.api.get("/users/ann-" + id + "/chats").at("/conversations")).isEmpty();
	}

	@Test
	void findsWhatWasSaid() throws Exception {
		String id = Api.id();
		Answer taken = this.api.post("/chats", Api.talk(id));
		Answer found = this.api.get("/search?q=release%20notes&conversation_id=" + id, "X-Position", taken.position());
		assertThat(found.at("/results").values()).extracting((result) -> result.path("message_id").asString(""))
			.contains("2");
	}

	@Test
	void tellsWhatModelsTook() throws Exception {
		Answer used = this.api.get("/usage?from=2026-01-01&to=2026-01-31");
		assertThat(used.status()).isEqualTo(200);
		assertThat(used.text("/from")).isEqualTo("2026-01-01");
		assertThat(used.at("/total/calls").isIntegralNumber()).isTrue();
		assertThat(this.api.get("/usage?user_id=" + Api.id()).at("/days")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/conversations,user_id", "/conversations?user_id=a&limit=101,limit",
			"/conversations?user_id=a&offset=-1,offset", "/conversations?user_id=a%2Fb,user_id", "/search,q",
			"/search?q=a&limit=0,limit", "/search?q=a&from=noon,from", "/users/ann/digest?since=noon,since",
			"/api/messages?username=a%2Fb,username", "/api/messages?unread=true,unread", "/usage?user_id=a%2Fb,user_id",
			"/usage?from=noon,from", "/usage?from=2026-02-02&to=2026-02-01,from", "/usage?from=2020-01-01,from" })
	void refusesReadsThatCannotBe(String target, String field) throws Exception {
		Answer refused = this.api.get(target);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.text("/detail/fields/0/field")).isEqualTo(field);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/conversations/", "/session/{id}/history", "/conversations/{id}/messages" })
	void knowsWhatIsNotThere(String path) throws Exception {
		String id = Api.id();
		assertThat(this.api.get(path.contains("{id}") ? path.replace("{id}", id) : path + id).status()).isEqualTo(404);
	}

	@Test
	void refusesChangesThatCannotBe() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		assertThat(this.api.patch("/conversations/" + id, Map.of()).status()).isEqualTo(400);
		assertThat(this.api.patch("/conversations/" + id, Map.of("title", 7)).status()).isEqualTo(400);
		assertThat(this.api.patch("/conversations/" + Api.id(), Map.of("title", "a")).status()).isEqualTo(404);
		assertThat(this.api.post("/users/ann/read", Map.of("conversation_id", Api.id())).status()).isEqualTo(404);
		assertThat(this.api.post("/users/ann/read", Map.of()).status()).isEqualTo(400);
		assertThat(this.api.delete("/conversations/" + id + "?soft=maybe").status()).isEqualTo(400);
	}

}
