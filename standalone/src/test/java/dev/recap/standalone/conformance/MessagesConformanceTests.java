package dev.recap.standalone.conformance;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Messages in, history out, and erasing it. */
@Conformance
class MessagesConformanceTests {

	private final Api api;

	MessagesConformanceTests(Api api) {
		this.api = api;
	}

	@Test
	void takesASingleMessage() throws Exception {
		String id = Api.id();
		Answer taken = this.api.post("/chats", Map.of("conversation_id", id, "user_id", "ann", "message", "Hello",
				"metadata", Map.of("client", "web"), "message_id", "m1", "role", "assistant", "more", 1));
		assertThat(taken.status()).isEqualTo(201);
		assertThat(taken.header("Location")).isEqualTo("/chats/" + id);
		assertThat(taken.position()).isEqualTo(taken.text("/position"));
		assertThat(taken.at("/inserted_count").asInt()).isEqualTo(1);
		JsonNode message = this.api.get("/chats/" + id, "X-Position", taken.position()).at("/messages/0");
		assertThat(message.path("message_id").asString()).isEqualTo("m1");
		assertThat(message.path("content").asString()).isEqualTo("Hello");
		assertThat(message.path("message").asString()).isEqualTo("Hello");
		assertThat(message.path("role").asString()).isEqualTo("assistant");
		assertThat(message.at("/metadata/client").asString()).isEqualTo("web");
	}

	@Test
	void makesAConversationWhereNoneIsNamed() throws Exception {
		Answer taken = this.api.post("/chats", Map.of("user_id", "ann", "content", "Hello"));
		assertThat(taken.status()).isEqualTo(201);
		assertThat(this.api.get("/chats/" + taken.text("/conversation_id")).at("/total_messages").asInt()).isEqualTo(1);
	}

	@Test
	void takesABatchOfSeveralUsers() throws Exception {
		String id = Api.id();
		Answer taken = this.api.post("/chats", Map.of("conversation_id", id, "user_id", "ann", "messages",
				List.of(Map.of("content", "one"), Map.of("message", "two", "user_id", "bob"))));
		assertThat(taken.status()).isEqualTo(201);
		assertThat(taken.at("/inserted_count").asInt()).isEqualTo(2);
		JsonNode page = this.api.get("/chats/" + id, "X-Position", taken.position()).json();
		assertThat(page.path("user_id").asString()).isEqualTo("ann");
		assertThat(page.path("messages").values()).extracting((message) -> message.path("user_id").asString())
			.containsExactly("ann", "bob");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"2026-01-31T09:30:00Z"        | 2026-01-31T09:30:00.000Z
			"2026-01-31T10:30:00+01:00"   | 2026-01-31T09:30:00.000Z
			"2026-01-31T09:30:00"         | 2026-01-31T09:30:00.000Z
			"2026-01-31 09:30:00.1234567" | 2026-01-31T09:30:00.123Z
			1769851800000                 | 2026-01-31T09:30:00.000Z
			""")
	void readsTimestampsAsClientsWriteThem(String given, String shown) throws Exception {
		String id = Api.id();
		this.api.json("POST", "/chats", "{\"conversation_id\":\"" + id
				+ "\",\"user_id\":\"ann\",\"message\":\"Hello\",\"timestamp\":" + given + "}");
		assertThat(this.api.get("/chats/" + id).text("/messages/0/timestamp")).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{'user_id':'ann'}                                             | message
			{'message':'Hello'}                                           | user_id
			{'user_id':'','message':'Hello'}                              | user_id
			{'user_id':'a/b','message':'Hello'}                           | user_id
			{'user_id':7,'message':'Hello'}                               | user_id
			{'user_id':'ann','message':7}                                 | message
			{'user_id':'ann','message':' '}                               | message
			{'user_id':'ann','message':'one','content':'two'}             | content
			{'user_id':'ann','message':'Hello','timestamp':'noon'}        | timestamp
			{'user_id':'ann','message':'Hello','role':'bot'}              | role
			{'user_id':'ann','message':'Hello','metadata':[]}             | metadata
			{'user_id':'ann','message':'Hello','conversation_id':'a/b'}   | conversation_id
			{'user_id':'ann','message':'Hello','message_id':'\\u0001'}    | message_id
			{'user_id':'ann','messages':[]}                               | messages
			{'user_id':'ann','messages':7}                                | messages
			{'user_id':'ann','messages':[{}]}                             | messages[0].content
			{'user_id':'ann','messages':[7]}                              | messages[0]
			{'user_id':'ann','messages':[{'content':'a','role':'x'}]}     | messages[0].role
			{'messages':[{'content':'a'}]}                                | messages[0].user_id
			""", quoteCharacter = '`')
	void namesTheFieldThatIsWrong(String body, String field) throws Exception {
		Answer refused = this.api.json("POST", "/chats", body.replace('\'', '"'));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.code()).isEqualTo("invalid_request");
		assertThat(refused.at("/detail/fields").values()).extracting((each) -> each.path("field").asString())
			.contains(field);
	}

	static Stream<Arguments> limits() {
		String id = Api.id();
		List<Map<String, String>> many = IntStream.range(0, 1001).mapToObj((i) -> Map.of("content", "a")).toList();
		return Stream.of(arguments("64 KiB", Api.message(id, "a".repeat(64 * 1024)), 201),
				arguments("64 KiB and one", Api.message(id, "a".repeat(64 * 1024 + 1)), 413),
				arguments("64 KiB and more in UTF-8", Api.message(id, "é".repeat(33 * 1024)), 413),
				arguments("1000 messages", Map.of("user_id", "ann", "messages", many.subList(1, 1001)), 201),
				arguments("1001 messages", Map.of("user_id", "ann", "messages", many), 413),
				arguments("metadata",
						Map.of("user_id", "ann", "message", "a", "metadata", Map.of("a", "a".repeat(9000))), 413),
				arguments("id of 200", Map.of("user_id", "a".repeat(200), "message", "a"), 201),
				arguments("id of 201", Map.of("user_id", "a".repeat(201), "message", "a"), 400));
	}

	@ParameterizedTest(name = "{0}: {2}")
	@MethodSource("limits")
	void keepsItsLimits(String limit, Object body, int status) throws Exception {
		assertThat(this.api.post("/chats", body).status()).isEqualTo(status);
	}

	@Test
	void countsARepeatedMessageOnce() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		Answer again = this.api.post("/chats", Api.talk(id));
		assertThat(again.status()).isEqualTo(201);
		assertThat(this.api.get("/chats/" + id, "X-Position", again.position()).at("/total_messages").asInt())
			.isEqualTo(3);
	}

	@Test
	void readsPagesOldestFirst() throws Exception {
		String id = Api.id();
		this.api.post("/chats", batch(id, 5));
		Answer first = this.api.get("/chats/" + id + "?limit=2");
		assertThat(first.at("/total_pages").asInt()).isEqualTo(3);
		assertThat(first.at("/total_messages").asInt()).isEqualTo(5);
		assertThat(contents(first)).containsExactly("m0", "m1");
		assertThat(contents(this.api.get("/chats/" + id + "?limit=2&page=3"))).containsExactly("m4");
		assertThat(contents(this.api.get("/chats/" + id + "?limit=2&page=9"))).isEmpty();
		assertThat(contents(this.api.get("/chats/" + id + "?limit=2&order=desc"))).containsExactly("m4", "m3");
	}

	@Test
	void readsOnWithACursor() throws Exception {
		String id = Api.id();
		this.api.post("/chats", batch(id, 5));
		List<String> all = new ArrayList<>();
		Answer page = this.api.get("/chats/" + id + "?limit=2");
		all.addAll(contents(page));
		while (page.at("/next_cursor").isString()) {
			page = this.api.get("/chats/" + id + "?limit=2&cursor=" + page.text("/next_cursor"));
			all.addAll(contents(page));
		}
		assertThat(all).containsExactly("m0", "m1", "m2", "m3", "m4");
	}

	@ParameterizedTest
	@CsvSource({ "page=0,page", "page=-1,page", "page=x,page", "limit=0,limit", "limit=1001,limit", "limit=1.5,limit",
			"order=up,order", "cursor=x,cursor" })
	void refusesPagesThatCannotBe(String query, String field) throws Exception {
		Answer refused = this.api.get("/chats/some?" + query);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.text("/detail/fields/0/field")).isEqualTo(field);
	}

	@Test
	void refusesAPositionThatIsNone() throws Exception {
		assertThat(this.api.get("/chats/some", "X-Position", "here").status()).isEqualTo(400);
	}

	@Test
	void doesNotWaitForeverForAPosition() throws Exception {
		Answer late = this.api.once("GET", "/chats/some", BodyPublishers.noBody(), "X-Position", "0:999999999");
		assertThat(late.status()).isEqualTo(503);
		assertThat(late.code()).isEqualTo("overloaded");
		assertThat(late.header("Retry-After")).isNotEmpty();
	}

	@Test
	void listsTheConversationsOfAUser() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		this.api.get("/chats/" + id);
		Answer list = this.api.get("/users/ann-" + id + "/chats");
		assertThat(list.at("/total_conversations").asInt()).isEqualTo(1);
		assertThat(list.text("/conversations/0/conversation_id")).isEqualTo(id);
		assertThat(list.at("/conversations/0/message_count").asInt()).isEqualTo(3);
		assertThat(list.at("/chats")).isEqualTo(list.at("/conversations"));
		String path = "/users/ann-" + id + "/chats";
		assertThat(this.api.get(path + "?end_date=2000-01-01").at("/conversations")).isEmpty();
		assertThat(this.api.get(path + "?start_date=2000-01-01T00:00:00Z").at("/conversations")).hasSize(1);
	}

	@Test
	void listsNothingForAUserWhoNeverWrote() throws Exception {
		Answer list = this.api.get("/users/" + Api.id() + "/chats");
		assertThat(list.status()).isEqualTo(200);
		assertThat(list.at("/conversations")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "limit=101,limit", "limit=0,limit", "page=x,page", "start_date=noon,start_date",
			"end_date=2026-13-01,end_date", "start_date=2026-02-01&end_date=2026-01-01,start_date" })
	void refusesListsThatCannotBe(String query, String field) throws Exception {
		Answer refused = this.api.get("/users/ann/chats?" + query);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.text("/detail/fields/0/field")).isEqualTo(field);
	}

	@Test
	void erasesForGood() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		Answer erased = this.api.delete("/chats/" + id);
		assertThat(erased.status()).isEqualTo(200);
		assertThat(this.api.get("/chats/" + id).status()).isEqualTo(404);
		assertThat(this.api.get("/chats/" + id + "/summaries").status()).isEqualTo(404);
		assertThat(this.api.delete("/chats/" + id).status()).isEqualTo(404);
		assertThat(this.api.get("/users/ann-" + id + "/chats").at("/conversations")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "GET,/chats/", "GET,/chats/{id}/summaries", "DELETE,/chats/" })
	void knowsWhatIsNotThere(String method, String path) throws Exception {
		String id = Api.id();
		String target = path.contains("{id}") ? path.replace("{id}", id) : path + id;
		Answer missing = "GET".equals(method) ? this.api.get(target) : this.api.delete(target);
		assertThat(missing.status()).isEqualTo(404);
		assertThat(missing.code()).isEqualTo("not_found");
	}

	private static Map<String, Object> batch(String id, int size) {
		List<Map<String, Object>> messages = IntStream.range(0, size)
			.mapToObj((i) -> Map.<String, Object>of("content", "m" + i, "timestamp", 1769851800000L + i))
			.toList();
		return Map.of("conversation_id", id, "user_id", "ann", "messages", messages);
	}

	private static List<String> contents(Answer page) {
		return page.at("/messages").values().stream().map((message) -> message.path("content").asString()).toList();
	}

}
