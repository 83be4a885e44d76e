package dev.recap.query;

import java.util.Date;
import java.util.List;

import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.UsageDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import tools.jackson.databind.JsonNode;

import static dev.recap.query.TestStore.START;
import static org.assertj.core.api.Assertions.assertThat;

/** What users read, missed and look for. */
abstract class ReadingContract extends ConversationContract {

	@Test
	void answersTheLatestMessagesOfARoom() {
		this.store.say("lobby", 1, "ann", "Hello");
		this.store.say("lobby", 2, "bob", "Hi");
		get("/api/messages").expectBody().json("""
				{"messages":[{"sender":"ann","message":"Hello","timestamp":"2026-01-01 00:00:01","message_id":"s1",
				"conversation_id":"lobby","unread":false},{"sender":"bob","message":"Hi",
				"timestamp":"2026-01-01 00:00:02","message_id":"s2","conversation_id":"lobby","unread":false}],
				"unread_count":0}""", JsonCompareMode.STRICT);
		get("/api/messages?room=empty&username=ann").expectBody()
			.json("{\"messages\":[],\"unread_count\":0}", JsonCompareMode.STRICT);
	}

	@Test
	void marksWhatAUserHasNotSeenOfARoom() {
		for (int i = 1; i <= 120; i++) {
			this.store.say("lobby", i, "bob", "text " + i);
		}
		this.store.membership("ann", "lobby", START, false);
		this.store.update(MembershipDocument.COLLECTION, "ann/lobby", "wrote_at", Date.from(START.plusSeconds(117)));
		JsonNode all = body("/api/messages?username=ann");
		assertThat(all.path("messages")).hasSize(100)
			.filteredOn((message) -> message.path("unread").asBoolean())
			.extracting((message) -> message.path("message").asString())
			.containsExactly("text 118", "text 119", "text 120");
		assertThat(all.path("unread_count").asInt()).isEqualTo(3);
		assertThat(body("/api/messages?username=ann&unread=true").path("messages")).hasSize(3);
		assertThat(body("/api/messages?username=new").path("unread_count").asInt()).isEqualTo(120);
	}

	@Test
	void movesAReadMarker() {
		this.store.talk(this.id, 4);
		this.store.membership("eve", this.id, START, false);
		this.log.archiver((event, position) -> {
			MessageRead read = (MessageRead) event;
			this.store.update(MembershipDocument.COLLECTION, "eve/" + this.id, "read_message_id", read.messageId());
			this.store.update(MembershipDocument.COLLECTION, "eve/" + this.id, "read_at",
					Date.from(START.plusSeconds(Integer.parseInt(read.messageId().substring(1)))));
			this.store.applied(position);
		});
		read("""
				{"conversation_id":"%s","message_id":"m1"}""", """
				{"status":"success","user_id":"eve","conversation_id":"%s","message_id":"m1",
				"read_at":"2026-01-01T00:00:01.000Z","unread_count":2}""");
		read("{\"conversation_id\":\"%s\"}", """
				{"status":"success","user_id":"eve","conversation_id":"%s","message_id":"m3",
				"read_at":"2026-01-01T00:00:03.000Z","unread_count":0}""");
		assertThat(body("/users/eve/chats").at("/conversations/0/unread_count").asInt(-1)).isZero();
	}

	@Test
	void readsNothingWhereNothingWasSaid() {
		this.store.conversation(this.id, "active", "", 0);
		read("{\"conversation_id\":\"%s\"}", """
				{"status":"success","user_id":"eve","conversation_id":"%s","message_id":null,"read_at":null,
				"unread_count":0}""");
		assertThat(this.log.published()).isEmpty();
	}

	private void read(String body, String answer) {
		send(HttpMethod.POST, "/users/eve/read", body.formatted(this.id)).expectStatus()
			.isOk()
			.expectBody()
			.json(answer.formatted(this.id), JsonCompareMode.STRICT);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{}|400", "{\"conversation_id\":7}|400", "{\"conversation_id\":\"a/b\"}|400",
					"{\"conversation_id\":\"none\"}|404", "{\"conversation_id\":\"c\",\"message_id\":\"none\"}|404",
					"{\"conversation_id\":\"c\",\"message_id\":[]}|400" })
	void refusesToReadWhatIsNotThere(String body, int status) {
		this.store.talk("c", 1);
		this.client.post()
			.uri("/users/eve/read")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange()
			.expectStatus()
			.isEqualTo(status);
		assertThat(this.log.published()).isEmpty();
	}

	@Test
	void digestsWhatAUserMissed() {
		this.store.say("c1", 1, "ann", "Who does it?");
		this.store.say("c1", 2, "bob", "Eve, you do");
		this.store.say("c1", 3, "bob", "By @eve then, whatever Evelyn says");
		this.store.say("c2", 4, "ann", "Seen by Eve");
		this.store.summarize("c1", "They ask Eve.", List.of());
		this.store.item("i1", "c1", "eve", 2, ItemStatus.OPEN);
		this.store.item("i2", "c1", "bob", 3, ItemStatus.OPEN);
		this.store.item("i3", "c1", "eve", 4, ItemStatus.DONE);
		this.store.membership("eve", "c1", START.plusSeconds(3), false);
		this.store.membership("eve", "c2", START.plusSeconds(4), false);
		this.store.update(MembershipDocument.COLLECTION, "eve/c2", "read_at", Date.from(START.plusSeconds(4)));
		get("/users/eve/digest").expectBody().json("""
				{"user_id":"eve","since":null,"conversations":[{"conversation_id":"c1","title":"Short",
				"unread_count":3,"summary":"They ask Eve.","last_message":"By @eve then, whatever Evelyn says",
				"mentions":[{"message_id":"s2","sender":"bob","message":"Eve, you do",
				"timestamp":"2026-01-01T00:00:02.000Z"},{"message_id":"s3","sender":"bob",
				"message":"By @eve then, whatever Evelyn says","timestamp":"2026-01-01T00:00:03.000Z"}]}],
				"open_action_items":[{"item_id":"i1","conversation_id":"c1","text":"Text of i1","due":"2026-02-01",
				"message_ids":["s2"]}],"total_unread":3}""", JsonCompareMode.STRICT);
		JsonNode since = body("/users/eve/digest?since=2026-01-01T00:00:02Z");
		assertThat(since.path("total_unread").asInt()).isEqualTo(1);
		assertThat(since.at("/conversations/0/mentions")).hasSize(1);
		assertThat(since.path("open_action_items")).hasSize(1);
		assertThat(body("/users/nobody/digest").path("conversations")).isEmpty();
	}

	@Test
	void tellsWhatModelsTookByDayAndModel() {
		this.store.usage("2026-02-01", "ann", "small", "summary", 2, new Usage(100, 20, 0.25));
		this.store.usage("2026-02-01", "ann", "small", "reply", 1, new Usage(10, 2, 0.5));
		this.store.usage("2026-02-03", "ann", "large", "reply", 1, new Usage(1, 1, 1));
		this.store.usage("2026-02-04", "ann", "large", "reply", 1, new Usage(1, 1, 1));
		this.store.usage("2026-02-02", UsageDocument.EVERYBODY, "large", "reply", 7, new Usage(70, 7, 7));
		get("/usage?user_id=ann&from=2026-02-01&to=2026-02-03").expectBody().json("""
				{"user_id":"ann","from":"2026-02-01","to":"2026-02-03","total":{"calls":4,"input_tokens":111,
				"output_tokens":23,"cost":1.75},"days":[{"day":"2026-02-01","model":"small","calls":3,
				"input_tokens":110,"output_tokens":22,"cost":0.75},{"day":"2026-02-03","model":"large","calls":1,
				"input_tokens":1,"output_tokens":1,"cost":1.0}]}""", JsonCompareMode.STRICT);
		assertThat(body("/usage?from=2026-02-02&to=2026-02-02").at("/total/calls").asInt()).isEqualTo(7);
		assertThat(body("/usage?user_id=nobody").at("/days")).isEmpty();
	}

	@Test
	void findsMessagesTheBestFirst() {
		this.store.say("c1", 1, "ann", "The release is planned for Friday");
		this.store.say("c1", 2, "bob", "Friday it is");
		this.store.say("c2", 3, "eve", "Do we have a rollback plan for the releases?");
		this.store.say("c2", 4, "eve", "Lunch");
		JsonNode found = body("/search?q=Friday RELEASE");
		assertThat(texts(found)).containsExactly("The release is planned for Friday", "Friday it is",
				"Do we have a rollback plan for the releases?");
		assertThat(found.path("total").asInt()).isEqualTo(3);
		assertThat(texts(body("/search?q=Friday release&limit=1&offset=1"))).containsExactly("Friday it is");
		assertThat(texts(body("/search?q=release&conversation_id=c2"))).hasSize(1);
		assertThat(texts(body("/search?q=release&to=2026-01-01T00:00:02Z"))).hasSize(1);
		this.store.membership("eve", "c2", START, false);
		assertThat(texts(body("/search?q=release&user_id=eve")))
			.containsExactly("Do we have a rollback plan for the releases?");
	}

	@Test
	void findsMessagesAndSummariesWithWhereTheyAre() {
		this.store.say("c", 1, "ann", "The zebra left");
		this.store.summarize("c", "An animal, a zebra, left them.", List.of());
		JsonNode found = body("/search?q=zebra");
		assertThat(found.path("results")).extracting((each) -> each.path("kind").asString())
			.containsExactlyInAnyOrder("message", "summary");
		JsonNode message = found.at("/results/0");
		assertThat(message.path("conversation_id").asString()).isEqualTo("c");
		assertThat(message.path("title").asString()).isEqualTo("Short");
		assertThat(message.path("message_id").asString()).isEqualTo("s1");
		assertThat(message.path("user_id").asString()).isEqualTo("ann");
		assertThat(message.path("timestamp").asString()).isEqualTo("2026-01-01T00:00:01.000Z");
		assertThat(message.path("score").asDouble()).isPositive();
		assertThat(found.at("/results/1").has("message_id")).isFalse();
		assertThat(texts(body("/search?q=animal"))).containsExactly("An animal, a zebra, left them.");
	}

	@Test
	void findsNothingThatIsHiddenOrGone() {
		this.store.say("hidden", 1, "ann", "secret one");
		this.store.summarize("hidden", "A secret.", List.of());
		this.store.update(ConversationDocument.COLLECTION, "hidden", "status", "deleted");
		this.store.say("reborn", 2, "ann", "secret two");
		this.store.update(ConversationDocument.COLLECTION, "reborn", "generation", "0:9");
		get("/search?q=secret").expectBody()
			.json("{\"query\":\"secret\",\"results\":[],\"total\":0}", JsonCompareMode.STRICT);
		get("/search?q=the").expectStatus().isOk();
	}

	private static List<String> texts(JsonNode found) {
		return found.path("results").valueStream().map((each) -> each.path("text").asString()).toList();
	}

}
