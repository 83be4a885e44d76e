package dev.recap.standalone.conformance;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Summaries on demand and stored. */
@Conformance
class SummariesConformanceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Api api;

	SummariesConformanceTests(Api api) {
		this.api = api;
	}

	@ParameterizedTest
	@ValueSource(strings = { "brief", "detailed" })
	void summarizesWhatIsThere(String type) throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		Answer summary = this.api.post("/chats/summarize", Map.of("conversation_id", id, "summary_type", type));
		assertThat(summary.status()).isEqualTo(200);
		assertThat(summary.text("/summary_type")).isEqualTo(type);
		assertThat(summary.text("/summary")).isNotBlank();
		assertThat(summary.at("/message_count").asInt()).isEqualTo(3);
		List<String> cited = summary.at("/insights/highlights")
			.values()
			.stream()
			.flatMap((highlight) -> highlight.path("message_ids").values().stream())
			.map(JsonNode::asString)
			.toList();
		assertThat(cited).isNotEmpty().isSubsetOf("1", "2", "3");
		Answer again = this.api.post("/chats/summarize", Map.of("conversation_id", id, "summary_type", type));
		assertThat(again.json()).isEqualTo(summary.json());
	}

	@Test
	void answersAtOnceWhereThatIsPreferred() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		Answer accepted = this.api.post("/chats/summarize", Map.of("conversation_id", id), "Prefer", "respond-async");
		assertThat(accepted.status()).isEqualTo(202);
		assertThat(accepted.header("Location")).isEqualTo("/chats/" + id + "/summaries");
		await().atMost(PATIENCE)
			.until(() -> this.api.get(accepted.header("Location"))
				.at("/summaries")
				.values()
				.stream()
				.anyMatch((each) -> each.path("summary_type").asString().equals("brief")));
	}

	@Test
	void summarizesARoomForWhoComesBack() throws Exception {
		String room = Api.id();
		this.api.post("/chats", Api.talk(room));
		Answer summary = this.api.send("POST", "/api/summarize?username=Bob&room=" + room, BodyPublishers.noBody());
		assertThat(summary.status()).isEqualTo(200);
		assertThat(summary.text("/summary")).isNotBlank();
		assertThat(summary.text("/unread_summary")).isNotBlank();
		assertThat(summary.at("/total_messages").asInt()).isEqualTo(3);
		assertThat(summary.at("/participants")).isNotEmpty();
		assertThat(summary.at("/key_decisions")).isNotEmpty();
		assertThat(summary.json().has("bullet_points")).isTrue();
		assertThat(summary.json().has("action_items")).isTrue();
	}

	@Test
	void hasNothingToSayOfAnEmptyRoom() throws Exception {
		Answer summary = this.api.send("POST", "/api/summarize?room=" + Api.id(), BodyPublishers.noBody());
		assertThat(summary.status()).isEqualTo(200);
		assertThat(summary.at("/total_messages").asInt()).isZero();
	}

	@Test
	void knowsNoSummaryOfWhatIsNotThere() throws Exception {
		assertThat(this.api.post("/chats/summarize", Map.of("conversation_id", Api.id())).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                                            | conversation_id
			{'conversation_id':7}                         | conversation_id
			{'conversation_id':'a/b'}                     | conversation_id
			{'conversation_id':'a','summary_type':'long'} | summary_type
			{'conversation_id':'a','summary_type':7}      | summary_type
			""", quoteCharacter = '`')
	void namesTheFieldThatIsWrong(String body, String field) throws Exception {
		Answer refused = this.api.json("POST", "/chats/summarize", body.replace('\'', '"'));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.text("/detail/fields/0/field")).isEqualTo(field);
	}

	@Test
	void storesASummaryOfEveryWindow() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		Answer ended = this.api.json("POST", "/conversations/" + id + "/end", "");
		assertThat(ended.status()).isEqualTo(202);
		JsonNode window = await().atMost(PATIENCE)
			.until(() -> this.api.get("/chats/" + id + "/summaries?limit=1").at("/summaries/0"),
					(found) -> !found.isMissingNode());
		assertThat(window.path("message_count").asInt()).isEqualTo(3);
		assertThat(this.api.get("/chats/" + id + "/summaries?limit=101").status()).isEqualTo(400);
		assertThat(this.api.get("/chats/" + id + "/summaries?cursor=x").status()).isEqualTo(400);
	}

}
