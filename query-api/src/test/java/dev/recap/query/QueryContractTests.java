package dev.recap.query;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.mongodb.MongoException;
import dev.recap.query.fresh.Freshness;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.IndexSpec;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.TrimSettings;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

import static dev.recap.query.TestStore.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the query API answers, whichever database it reads. */
abstract class QueryContractTests extends ItemContract {

	@Test
	void answersAPageOfHistory() {
		this.store.talk(this.id, 3);
		get("/chats/{id}?limit=2", this.id).expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{"conversation_id":"%1$s","user_id":"ann","title":"Title of %1$s","messages":[
					{"message_id":"m0","content":"text of m0","message":"text of m0","user_id":"ann","role":"user",
					"timestamp":"2026-01-01T00:00:00.000Z","metadata":{"n":1,"dotted.key":true}},
					{"message_id":"m1","content":"text of m1","message":"text of m1","user_id":"bob","role":"user",
					"timestamp":"2026-01-01T00:00:01.000Z","metadata":{"n":1,"dotted.key":true}}],
					"page":1,"total_pages":2,"total_messages":3,"summary":"Summary %1$s-rolling",
					"next_cursor":"MQptZXNzYWdlcwpBU0MKMgoxNzY3MjI1NjAxMDAwCjAKMQ"}""".formatted(this.id),
					JsonCompareMode.STRICT);
		JsonNode last = body("/chats/{id}?limit=2&page=2", this.id);
		assertThat(ids(last)).containsExactly("m2");
		assertThat(last.path("page").asInt()).isEqualTo(2);
		assertThat(last.has("next_cursor")).isTrue();
		assertThat(last.path("next_cursor").isNull()).isTrue();
	}

	@Test
	void answersAConversationWithoutMessages() {
		this.store.conversation(this.id, "ended", "", 0);
		get("/chats/{id}", this.id).expectBody().json("""
				{"conversation_id":"%s","user_id":null,"title":null,"messages":[],"page":1,"total_pages":0,
				"total_messages":0,"next_cursor":null,"summary":null}""".formatted(this.id), JsonCompareMode.STRICT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "asc", "desc" })
	void meetsEveryMessageOnceByCursor(String order) {
		List<String> expected = sameSecond();
		if ("desc".equals(order)) {
			Collections.reverse(expected);
		}
		List<String> met = new ArrayList<>();
		JsonNode page = body("/chats/{id}?limit=3&order={order}", this.id, order);
		int number = 1;
		while (true) {
			assertThat(page.path("page").asInt()).isEqualTo(number++);
			met.addAll(ids(page));
			if (page.path("next_cursor").isNull()) {
				break;
			}
			page = body("/chats/{id}?limit=3&page=1&cursor={cursor}", this.id, page.path("next_cursor").asString());
		}
		assertThat(met).isEqualTo(expected);
	}

	@Test
	void meetsEveryMessageOnceByNumber() {
		List<String> expected = sameSecond();
		List<String> met = new ArrayList<>();
		for (int page = 1; page <= 4; page++) {
			met.addAll(ids(body("/chats/{id}?limit=3&page={page}", this.id, page)));
		}
		assertThat(met).isEqualTo(expected);
	}

	@Test
	void goesOnAfterTheLargestPage() {
		this.store.talk(this.id, 1001);
		JsonNode page = body("/chats/{id}?limit=1000", this.id);
		assertThat(page.path("messages")).hasSize(1000);
		JsonNode next = body("/chats/{id}?limit=1000&cursor={cursor}", this.id, page.path("next_cursor").asString());
		assertThat(ids(next)).containsExactly("m1000");
	}

	@Test
	void answersAPageThatIsLargerThanABatchOfTheDatabase() {
		String text = "x".repeat(2 * 1024 * 1024);
		for (int i = 0; i < 9; i++) {
			this.store.say(this.id, i, "ann", i + text);
		}
		this.store.conversation(this.id, "active", "", 9);
		JsonNode messages = body("/chats/{id}", this.id).path("messages");
		assertThat(messages.valueStream().map((message) -> message.path("content").asString().charAt(0)))
			.containsExactly('0', '1', '2', '3', '4', '5', '6', '7', '8');
	}

	/**
	 * Ten messages of three timestamps in two partitions, in the order of the history.
	 */
	private List<String> sameSecond() {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			String message = "m" + i;
			this.store.message(this.id, message, "ann", START.plusSeconds(i / 4), new Position(i % 4 / 2, 10 + i % 2),
					"");
			ids.add(message);
		}
		this.store.conversation(this.id, "active", "", 10);
		return ids;
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "2147483648", "99999999999999999999999" })
	void answersAnEmptyPageBeyondTheEnd(String page) {
		this.store.talk(this.id, 4);
		JsonNode answer = body("/chats/{id}?limit=2&page=" + page, this.id);
		assertThat(answer.path("messages")).isEmpty();
		assertThat(answer.path("total_messages").asInt()).isEqualTo(4);
		assertThat(answer.path("total_pages").asInt()).isEqualTo(2);
		assertThat(answer.path("next_cursor").isNull()).isTrue();
	}

	@Test
	void ignoresBlankParameters() {
		this.store.talk(this.id, 1);
		assertThat(ids(body("/chats/{id}?page=&limit=&cursor=&order=", this.id))).containsExactly("m0");
	}

	@Test
	void showsTheCurrentGenerationOnly() {
		this.store.message(this.id, "old", "ann", START, new Position(0, 1), "");
		this.store.message(this.id, "new", "ann", START, new Position(0, 3), "0:2");
		this.store.conversation(this.id, "active", "0:2", 1);
		this.store.storedSummary(this.id, "old-summary", START, "");
		assertThat(ids(body("/chats/{id}", this.id))).containsExactly("new");
		assertThat(body("/chats/{id}/summaries", this.id).path("summaries")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "erased", "deleted" })
	void hidesWhatWasDeleted(String status) {
		this.store.talk(this.id, 2);
		this.store.update(ConversationDocument.COLLECTION, this.id, "status", status);
		error(get("/chats/{id}", this.id), 404, "not_found");
		error(get("/chats/{id}/summaries", this.id), 404, "not_found");
	}

	@ParameterizedTest
	@CsvSource({ "page=0,page", "page=-1,page", "page=x,page", "limit=0,limit", "limit=1001,limit", "limit=1.5,limit",
			"limit=99999999999999999999,limit", "cursor=***,cursor", "cursor=bm8,cursor",
			"cursor=MQptZXNzYWdlcwpBU0MKMgp4CjAKMQ,cursor", "order=up,order",
			"cursor=MQptZXNzYWdlcwpBU0MKMgoxNzY3MjI1NjAxMDAwCjAKMQ&order=desc,order" })
	void refusesBadParametersOfHistory(String query, String field) {
		refused("/chats/x?" + query, field);
	}

	@ParameterizedTest
	@CsvSource({ "page=0,page", "limit=101,limit", "start_date=yesterday,start_date", "end_date=2026-13-01,end_date",
			"start_date=2026-01-02&end_date=2026-01-01,start_date" })
	void refusesBadParametersOfAUsersList(String query, String field) {
		refused("/users/ann/chats?" + query, field);
	}

	@ParameterizedTest
	@CsvSource({ "limit=101,limit", "cursor=MQptZXNzYWdlcwpBU0MKMgoxNzY3MjI1NjAxMDAwCjAKMQ,cursor" })
	void refusesBadParametersOfSummaries(String query, String field) {
		refused("/chats/x/summaries?" + query, field);
	}

	@Test
	void tellsAllThatIsWrongAtOnce() {
		error(get("/chats/x?page=0&limit=0"), 400, "invalid_request").jsonPath("$.detail.fields.length()").isEqualTo(2);
	}

	@Test
	void refusesAnIdThatCanBeNone() {
		error(get("/chats/{id}", "a\u0001"), 400, "invalid_request");
		error(get("/users/{id}/chats", "u".repeat(201)), 400, "invalid_request");
		error(this.client.delete().uri("/chats/{id}", "a/b").exchange(), 400, "invalid_request");
	}

	@Test
	void answersAUsersConversationsNewestFirst() {
		this.store.talk("c1", 3);
		this.store.talk("c2", 5);
		this.store.membership("ann", "c1", START.plusSeconds(2), false);
		this.store.membership("ann", "c2", START.plusSeconds(4), false);
		this.store.update(MembershipDocument.COLLECTION, "ann/c2", "wrote_at", Date.from(START.plusSeconds(2)));
		String chats = """
				[{"conversation_id":"c2","title":"Title of c2","last_message":"text of m4",
				"timestamp":"2026-01-01T00:00:04.000Z","message_count":5,"unread_count":2,
				"summary":"Summary c2-rolling","sentiment":"neutral"},
				{"conversation_id":"c1","title":"Title of c1","last_message":"text of m2",
				"timestamp":"2026-01-01T00:00:02.000Z","message_count":3,"unread_count":3,
				"summary":"Summary c1-rolling","sentiment":"neutral"}]""";
		get("/users/ann/chats").expectStatus().isOk().expectBody().json("""
				{"user_id":"ann","conversations":%1$s,"chats":%1$s,"total_conversations":2,"page":1,
				"total_pages":1}""".formatted(chats), JsonCompareMode.STRICT);
	}

	@Test
	void countsWhatAUserHasNotSeen() {
		this.store.talk("c", 6);
		this.store.membership("ann", "c", START.plusSeconds(5), false);
		this.store.update(MembershipDocument.COLLECTION, "ann/c", "wrote_at", Date.from(START.plusSeconds(1)));
		this.store.update(MembershipDocument.COLLECTION, "ann/c", "read_at", Date.from(START.plusSeconds(4)));
		assertThat(unread("ann")).isEqualTo(1);
		this.store.update(MembershipDocument.COLLECTION, "ann/c", "read_at", Date.from(START.plusSeconds(5)));
		assertThat(unread("ann")).isZero();
	}

	private int unread(String user) {
		return body("/users/{user}/chats", user).at("/conversations/0/unread_count").asInt(-1);
	}

	@Test
	void answersAConversationInWhichNothingWasSaid() {
		this.store.conversation("c", "active", "", 0);
		this.store.membership("ann", "c", START, false);
		JsonNode chat = body("/users/ann/chats").at("/conversations/0");
		assertThat(chat.path("last_message").isNull()).isTrue();
		assertThat(chat.path("summary").isNull()).isTrue();
		assertThat(chat.path("timestamp").asString()).isEqualTo("2026-01-01T00:00:00.000Z");
		assertThat(chat.path("unread_count").asInt(-1)).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "'',3", "start_date=2026-01-02,2", "end_date=2026-01-02,2",
			"start_date=2026-01-02&end_date=2026-01-02,1", "start_date=2026-01-02T23:59:59.999Z,2",
			"start_date=2026-01-03T00:00:00+00:00,1", "start_date=1767398399999&end_date=1767398399999,1",
			"end_date=2026-01-02T23:59:59,1", "start_date=2027-01-01,0", "start_date=&end_date=,3" })
	void filtersByTheTimeOfTheLastMessage(String query, int expected) {
		Instant[] times = { START, Instant.parse("2026-01-02T23:59:59.999Z"), Instant.parse("2026-01-03T10:00:00Z") };
		for (Instant time : times) {
			this.store.conversation("c" + time, "active", "", 1);
			this.store.membership("ann", "c" + time, time, false);
		}
		JsonNode answer = body("/users/ann/chats?" + query);
		assertThat(answer.path("conversations")).hasSize(expected);
		assertThat(answer.path("total_conversations").asInt()).isEqualTo(expected);
	}

	@Test
	void pagesThroughAUsersConversations() {
		List<String> expected = new ArrayList<>();
		for (int i = 9; i >= 0; i--) {
			this.store.conversation("c" + i, "active", "", 1);
			this.store.membership("ann", "c" + i, START.plusSeconds(i / 3), false);
			expected.add("c" + i);
		}
		List<String> met = new ArrayList<>();
		for (int page = 1; page <= 3; page++) {
			JsonNode answer = body("/users/ann/chats?limit=4&page=" + page);
			answer.path("conversations").forEach((chat) -> met.add(chat.path("conversation_id").asString()));
			assertThat(answer.path("total_pages").asInt()).isEqualTo(3);
		}
		assertThat(met).isEqualTo(expected);
		assertThat(body("/users/ann/chats?limit=4&page=4").path("conversations")).isEmpty();
	}

	@Test
	void listsOnlyWhatTheUserMaySee() {
		this.store.talk("shown", 1);
		this.store.talk("erased", 1);
		this.store.erase("erased");
		this.store.membership("ann", "shown", START, false);
		this.store.membership("ann", "erased", START, false);
		this.store.membership("ann", "hidden", START, true);
		this.store.membership("bob", "other", START, false);
		JsonNode answer = body("/users/ann/chats");
		assertThat(answer.path("conversations")).hasSize(1);
		assertThat(answer.at("/conversations/0/conversation_id").asString()).isEqualTo("shown");
	}

	@Test
	void answersNobodysListEmpty() {
		get("/users/nobody/chats").expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{"user_id":"nobody","conversations":[],"chats":[],"total_conversations":0,"page":1,"total_pages":0}""",
					JsonCompareMode.STRICT);
	}

	@Test
	void answersSummariesNewestFirst() {
		this.store.talk(this.id, 1);
		for (int i = 0; i < 5; i++) {
			this.store.storedSummary(this.id, "s" + i, START.plusSeconds(i / 2), "");
		}
		get("/chats/{id}/summaries?limit=1", this.id).expectBody()
			.json("""
					{"conversation_id":"%1$s","summaries":[{"summary_id":"s4","conversation_id":"%1$s",
					"summary_type":"window","status":"ok","title":"Title","summary":"Summary s4",
					"insights":{"sentiment":"neutral","sentiment_score":0.0,"keywords":[],"participants":[],
					"highlights":[],"action_items":[],"decisions":[],"questions":[]},"message_count":3,
					"covers":{"from":"2026-01-01T00:00:00.000Z","to":"2026-01-01T00:00:02.000Z","messages":3,"omitted":0},
					"engine":"extractive","model":null,"prompt_version":"1","usage":null,
					"generated_at":"2026-01-01T00:00:02.000Z"}],"next_cursor":"MQpzdW1tYXJpZXMKMTc2NzIyNTYwMjAwMApzNA"}"""
				.formatted(this.id), JsonCompareMode.STRICT);
		List<String> met = new ArrayList<>();
		String cursor = "";
		do {
			JsonNode page = body("/chats/{id}/summaries?limit=2&cursor={cursor}", this.id, cursor);
			page.path("summaries").forEach((summary) -> met.add(summary.path("summary_id").asString()));
			cursor = page.path("next_cursor").asString("");
		}
		while (!cursor.isEmpty());
		assertThat(met).containsExactly("s4", "s3", "s2", "s1", "s0");
	}

	@Test
	void waitsForTheWriteItIsToSee() {
		CompletableFuture<JsonNode> read = CompletableFuture
			.supplyAsync(() -> body("/chats/{id}", new Position(3, 7), this.id));
		await().until(() -> !this.commands.reads().isEmpty());
		assertThat(read).isNotDone();
		this.store.talk(this.id, 2);
		this.store.applied(new Position(3, 7));
		assertThat(read.join().path("messages")).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chats/x", "/chats/x/summaries", "/users/ann/chats" })
	void givesUpWaitingForAWrite(String path) {
		this.store.applied(new Position(3, 6));
		ResponseSpec answer = this.client.get().uri(path).header("X-Position", "3:7").exchange();
		answer.expectHeader().exists("Retry-After");
		error(answer, 503, "overloaded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "1", "1:", "-1:2", "1:2:3" })
	void refusesAMalformedPosition(String position) {
		for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
			error(this.client.method(method).uri("/chats/x").header("X-Position", position).exchange(), 400,
					"invalid_request")
				.jsonPath("$.detail.fields[0].field")
				.isEqualTo("X-Position");
		}
	}

	@Test
	void findsWhatWasAcceptedButNotYetApplied() {
		this.log.accept(new Position(0, 4));
		this.log.accept(new Position(5, 9));
		this.store.applied(new Position(0, 4));
		CompletableFuture<JsonNode> read = CompletableFuture.supplyAsync(() -> body("/chats/{id}", this.id));
		CompletableFuture<JsonNode> list = CompletableFuture.supplyAsync(() -> body("/users/ann/chats"));
		await().until(() -> this.commands.reads().size() > 4);
		assertThat(read).isNotDone();
		assertThat(list).isNotDone();
		this.store.talk(this.id, 1);
		this.store.membership("ann", this.id, START, false);
		this.store.applied(new Position(5, 9));
		assertThat(read.join().path("messages")).hasSize(1);
		assertThat(list.join().path("conversations")).hasSize(1);
	}

	@Test
	void answersThatThereIsNothingWhenEverythingIsApplied() {
		this.log.accept(new Position(0, 4));
		this.store.applied(new Position(0, 4));
		error(get("/chats/{id}", this.id), 404, "not_found");
	}

	@Test
	void doesNotSayThatThereIsNothingBeforeItKnows() {
		this.log.accept(new Position(0, 4));
		error(get("/chats/{id}", this.id), 503, "overloaded");
		this.log.away();
		error(get("/chats/{id}", this.id), 503, "unavailable");
		error(get("/chats/{id}/summaries", this.id), 503, "unavailable");
		error(get("/users/ann/chats"), 503, "unavailable");
	}

	@Test
	void needsNoLogToReadWhatIsThere() {
		this.store.talk(this.id, 1);
		this.store.membership("ann", this.id, START, false);
		this.log.away();
		get("/chats/{id}", this.id).expectStatus().isOk();
		get("/users/ann/chats").expectStatus().isOk();
	}

	@Test
	void looksAtProgressOnlyWhileSomebodyWaits() {
		get("/chats/{id}", this.id).expectStatus().isNotFound();
		assertThat(this.api.bean(Freshness.class).waiting()).isFalse();
		CompletableFuture<JsonNode> read = CompletableFuture
			.supplyAsync(() -> body("/chats/{id}", new Position(0, 1), this.id));
		await().until(() -> this.api.bean(Freshness.class).waiting());
		this.store.talk(this.id, 1);
		this.store.applied(new Position(0, 1));
		read.join();
		await().until(() -> !this.api.bean(Freshness.class).waiting());
	}

	@Test
	void erasesForGood() {
		this.store.talk(this.id, 2);
		this.log.archiver((event, position) -> {
			this.store.erase(event.conversationId());
			this.store.applied(position);
		});
		Instant before = Instant.now();
		JsonNode answer = json(delete(this.id).expectStatus().isOk().expectHeader().valueEquals("X-Position", "0:0"));
		assertThat(answer.path("status").asString()).isEqualTo("success");
		assertThat(Instant.parse(answer.path("erased_from_log_by").asString())).isBetween(
				before.plus(TrimSettings.defaults().bound()).minusMillis(1),
				Instant.now().plus(TrimSettings.defaults().bound()));
		assertThat(this.log.published()).singleElement()
			.isInstanceOfSatisfying(ConversationDeleted.class, (deleted) -> {
				assertThat(deleted.conversationId()).isEqualTo(this.id);
				assertThat(deleted.hard()).isTrue();
			});
		get("/chats/{id}", this.id).expectStatus().isNotFound();
		error(delete(this.id), 404, "not_found");
		assertThat(this.log.published()).hasSize(1);
	}

	@Test
	void erasesWhatIsHidden() {
		this.store.talk(this.id, 2);
		this.store.update(ConversationDocument.COLLECTION, this.id, "status", "deleted");
		this.log.archiver((event, position) -> this.store.applied(position));
		delete(this.id).expectStatus().isOk();
	}

	@Test
	void takesNoDeleteWhileTheLogIsAway() {
		this.store.talk(this.id, 1);
		this.log.away();
		error(delete(this.id), 503, "unavailable");
		error(delete("unknown"), 503, "unavailable");
		assertThat(this.log.published()).isEmpty();
		get("/chats/{id}", this.id).expectStatus().isOk();
	}

	@Test
	void createsTheIndexes() {
		List<String> expected = IndexSpec.ALL.stream().map((index) -> index.collection() + "." + index.name()).toList();
		await().untilAsserted(() -> assertThat(indexes()).containsAll(expected));
	}

	private List<String> indexes() {
		List<String> names = new ArrayList<>();
		for (String collection : this.store.database().listCollectionNames()) {
			this.store.database()
				.getCollection(collection)
				.listIndexes()
				.forEach((index) -> names.add(collection + "." + index.getString("name")));
		}
		return names;
	}

	@Test
	void everyReadIsAnsweredByAnIndex() {
		readEverything();
		assertThat(this.commands.reads()).hasSizeGreaterThan(10)
			.allSatisfy((read) -> assertThat(SentCommands.isIndexed(read)).as(read.toJson()).isTrue());
	}

	@Test
	void theDatabaseScansNothing() {
		createsTheIndexes();
		readEverything();
		List<BsonDocument> reads = this.commands.reads();
		assumeTrue(explains(), "this database does not explain");
		assertThat(reads).isNotEmpty()
			.allSatisfy((read) -> assertThat(explain(read)).as(read.toJson())
				.doesNotContain("COLLSCAN")
				.doesNotContain("\"SORT\"")
				.containsAnyOf("IXSCAN", "COUNT_SCAN", "IDHACK"));
	}

	private boolean explains() {
		try {
			explain(BsonDocument.parse("{find: 'messages', filter: {_id: 'x'}}"));
			return true;
		}
		catch (MongoException ex) {
			return false;
		}
	}

	private String explain(BsonDocument read) {
		BsonDocument command = new BsonDocument();
		read.forEach(command::put);
		List.of("$db", "lsid", "$clusterTime", "$readPreference").forEach(command::remove);
		String plans = this.store.database()
			.runCommand(new Document("explain", command).append("verbosity", "queryPlanner"))
			.toJson();
		return plans.substring(plans.indexOf("winningPlan"), plans.indexOf("rejectedPlans"));
	}

	private void readEverything() {
		this.store.talk("c", 20);
		for (int i = 0; i < 5; i++) {
			this.store.storedSummary("c", "s" + i, START.plusSeconds(i), "");
		}
		this.store.membership("ann", "c", START.plusSeconds(19), false);
		this.store.update(MembershipDocument.COLLECTION, "ann/c", "read_at", Date.from(START.plusSeconds(3)));
		this.store.applied(new Position(0, 1));
		for (String order : List.of("asc", "desc")) {
			JsonNode page = body("/chats/c?limit=3&page=2&order=" + order);
			body("/chats/c?limit=3&cursor={cursor}", page.path("next_cursor").asString());
		}
		JsonNode page = body("/chats/c/summaries?limit=2");
		body("/chats/c/summaries?limit=2&cursor={cursor}", page.path("next_cursor").asString());
		body("/users/ann/chats?page=1");
		body("/users/ann/chats?start_date=2026-01-01&end_date=2026-01-01");
		body("/chats/{id}", new Position(0, 1), "c");
		this.store.item("i1", "c", "ann", 1, ItemStatus.OPEN);
		this.store.item("i2", "c", "ann", 2, ItemStatus.OPEN);
		JsonNode items = body("/users/ann/items?status=open&limit=1");
		body("/users/ann/items?status=open&limit=1&cursor={cursor}", items.path("next_cursor").asString());
		List.of("/conversations?user_id=ann&offset=1", "/conversations/c", "/conversations/c/messages?limit=3&offset=2",
				"/session/c/history", "/api/messages?room=c&username=ann",
				"/api/messages?room=c&username=ann&unread=true", "/users/ann/digest",
				"/users/ann/digest?since=2026-01-01T00:00:09Z", "/search?q=text+m3",
				"/search?q=text&user_id=ann&from=2026-01-01&to=2026-01-02", "/search?q=text&conversation_id=c",
				"/users/ann/items", "/users/ann/items?status=open&kind=decision", "/chats/c/items?status=done",
				"/usage", "/usage?user_id=ann")
			.forEach(this::body);
	}

}
