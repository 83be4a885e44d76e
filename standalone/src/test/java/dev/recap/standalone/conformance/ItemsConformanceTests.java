package dev.recap.standalone.conformance;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Action items and decisions, from what was said to what became of it. */
@Conformance
class ItemsConformanceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Api api;

	ItemsConformanceTests(Api api) {
		this.api = api;
	}

	@Test
	void keepsWhatWasPromisedAndDecided() throws Exception {
		String id = Api.id();
		JsonNode task = promised(id);
		assertThat(task.path("owner").asString()).isEqualTo("ann-" + id);
		assertThat(task.path("message_ids").values()).extracting(JsonNode::asString).contains("2");
		Answer all = this.api.get("/chats/" + id + "/items");
		assertThat(all.at("/items").values()).extracting((item) -> item.path("kind").asString())
			.contains("action_item", "decision");
		Answer own = this.api.get("/users/ann-" + id + "/items?status=open&kind=action_item");
		assertThat(own.at("/items").values()).extracting((item) -> item.path("item_id").asString())
			.contains(task.path("item_id").asString());
		assertThat(this.api.get("/users/ann-" + id + "/digest").at("/open_action_items").values())
			.extracting((item) -> item.path("item_id").asString())
			.contains(task.path("item_id").asString());
	}

	@Test
	void closesWhatALaterMessageSaysIsDone() throws Exception {
		String id = Api.id();
		JsonNode task = promised(id);
		this.api.post("/chats", Map.of("conversation_id", id, "user_id", "ann-" + id, "message",
				"Done, sent the release notes to support.", "message_id", "4"));
		end(id);
		JsonNode closed = await().atMost(PATIENCE)
			.until(() -> item(id, task), (item) -> item.path("status").asString().equals("done"));
		assertThat(closed.path("closed_by").asString()).isEqualTo("4");
	}

	@Test
	void showsAChangeAtOnceAndKeepsIt() throws Exception {
		String id = Api.id();
		JsonNode task = promised(id);
		String path = "/items/" + task.path("item_id").asString();
		Answer changed = this.api.patch(path, Map.of("status", "dropped", "text", "Write it up", "due", "2030-01-31"));
		assertThat(changed.status()).isEqualTo(200);
		assertThat(changed.text("/status")).isEqualTo("dropped");
		assertThat(item(id, task)).isEqualTo(changed.json());
		this.api.patch(path, Map.of("owner", "eve-" + id, "status", "open"));
		Answer moved = this.api.get("/users/eve-" + id + "/items?status=open");
		assertThat(moved.text("/items/0/text")).isEqualTo("Write it up");
		assertThat(moved.text("/items/0/due")).isEqualTo("2030-01-31");
	}

	@Test
	void hidesAndErasesItemsWithTheirConversation() throws Exception {
		String id = Api.id();
		JsonNode task = promised(id);
		String own = "/users/ann-" + id + "/items";
		this.api.delete("/conversations/" + id);
		assertThat(this.api.get(own).at("/items")).isEmpty();
		assertThat(this.api.get("/chats/" + id + "/items").status()).isEqualTo(404);
		this.api.json("POST", "/conversations/" + id + "/restore", "");
		assertThat(this.api.get(own).at("/items")).isNotEmpty();
		this.api.delete("/chats/" + id);
		assertThat(this.api.get(own).at("/items")).isEmpty();
		assertThat(this.api.patch("/items/" + task.path("item_id").asString(), Map.of("status", "done")).status())
			.isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "/users/ann/items?status=lost,status", "/users/ann/items?kind=question,kind",
			"/users/ann/items?limit=0,limit", "/users/ann/items?cursor=x,cursor", "/users/a%2Fb/items,user_id" })
	void refusesListsThatCannotBe(String target, String field) throws Exception {
		Answer refused = this.api.get(target);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.text("/detail/fields/0/field")).isEqualTo(field);
	}

	@Test
	void refusesChangesThatCannotBe() throws Exception {
		String path = "/items/" + Api.id();
		assertThat(this.api.patch(path, Map.of("status", "done")).status()).isEqualTo(404);
		assertThat(this.api.patch(path, Map.of()).status()).isEqualTo(400);
		assertThat(this.api.patch(path, Map.of("status", "lost")).status()).isEqualTo(400);
		assertThat(this.api.patch(path, Map.of("due", "Friday")).status()).isEqualTo(400);
		assertThat(this.api.get(path).status()).isEqualTo(405);
		assertThat(this.api.get("/chats/" + Api.id() + "/items").status()).isEqualTo(404);
	}

	private JsonNode promised(String id) throws Exception {
		this.api.post("/chats", Api.talk(id));
		end(id);
		return await().atMost(PATIENCE)
			.until(() -> this.api.get("/chats/" + id + "/items?kind=action_item").at("/items/0"),
					(item) -> !item.isMissingNode());
	}

	private void end(String id) throws Exception {
		assertThat(this.api.json("POST", "/conversations/" + id + "/end", "").status()).isEqualTo(202);
	}

	private JsonNode item(String id, JsonNode known) throws Exception {
		return this.api.get("/chats/" + id + "/items")
			.at("/items")
			.values()
			.stream()
			.filter((item) -> item.path("item_id").equals(known.path("item_id")))
			.findFirst()
			.orElseThrow();
	}

}
