package dev.recap.query;

import java.util.ArrayList;
import java.util.List;

import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ItemDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Action items and decisions. */
abstract class ItemContract extends ReadingContract {

	@Test
	void answersTheItemsOfAUserOverAllConversations() {
		this.store.talk("c1", 1);
		this.store.talk("c2", 1);
		this.store.item("i1", "c1", "ann", 1, ItemStatus.OPEN);
		this.store.item("i2", "c2", "ann", 2, ItemStatus.DONE);
		this.store.item("i3", "c2", "bob", 3, ItemStatus.OPEN);
		assertThat(itemIds(body("/users/ann/items"))).containsExactly("i2", "i1");
		assertThat(itemIds(body("/users/ann/items?status=open"))).containsExactly("i1");
		assertThat(itemIds(body("/users/ann/items?kind=decision"))).isEmpty();
		assertThat(itemIds(body("/users/nobody/items"))).isEmpty();
		get("/users/bob/items").expectBody().json("""
				{"user_id":"bob","items":[{"item_id":"i3","conversation_id":"c2","kind":"action_item",
				"text":"Text of i3","owner":"bob","due":"2026-02-01","status":"open","message_ids":["s3"],
				"closed_by":null,"created_at":"2026-01-01T00:00:03.000Z","updated_at":"2026-01-01T00:00:03.000Z"}],
				"next_cursor":null}""", JsonCompareMode.STRICT);
	}

	@Test
	void answersTheItemsOfAConversation() {
		this.store.talk("c1", 1);
		this.store.item("i1", "c1", "ann", 1, ItemStatus.OPEN);
		this.store.item("i2", "c1", "bob", 2, ItemStatus.DROPPED);
		JsonNode all = body("/chats/c1/items");
		assertThat(all.path("conversation_id").asString()).isEqualTo("c1");
		assertThat(itemIds(all)).containsExactly("i2", "i1");
		assertThat(itemIds(body("/chats/c1/items?status=dropped"))).containsExactly("i2");
		error(get("/chats/never/items"), 404, "not_found");
	}

	@Test
	void pagesItemsWithoutThoseOfHiddenConversations() {
		this.store.talk("shown", 1);
		this.store.talk("hidden", 1);
		this.store.update(ConversationDocument.COLLECTION, "hidden", "status", "deleted");
		for (int i = 0; i < 20; i++) {
			this.store.item("i" + (10 + i), (i % 4 == 0) ? "shown" : "hidden", "ann", i / 2, ItemStatus.OPEN);
		}
		List<String> found = new ArrayList<>();
		JsonNode page = body("/users/ann/items?limit=2");
		found.addAll(itemIds(page));
		while (page.path("next_cursor").isString()) {
			page = body("/users/ann/items?limit=2&cursor={cursor}", page.path("next_cursor").asString());
			found.addAll(itemIds(page));
		}
		assertThat(found).containsExactly("i26", "i22", "i18", "i14", "i10");
		error(get("/chats/hidden/items"), 404, "not_found");
		error(change("i11", "{\"status\":\"done\"}"), 404, "not_found");
	}

	@Test
	void changesAnItemAndShowsTheChange() {
		this.store.talk("c1", 1);
		this.store.item("i1", "c1", "ann", 1, ItemStatus.OPEN);
		this.log.archiver((event, position) -> {
			ItemChanged change = (ItemChanged) event;
			this.store.update(ItemDocument.COLLECTION, "i1", "status", "done");
			this.store.update(ItemDocument.COLLECTION, "i1", "text", change.text());
			this.store.applied(position);
		});
		JsonNode changed = json(
				change("alias of i1", "{\"status\":\"done\",\"text\":\"New\",\"owner\":\"bob\",\"due\":\"2026-03-01\"}")
					.expectStatus()
					.isOk()
					.expectHeader()
					.valueEquals("X-Position", "0:0"));
		assertThat(changed.path("status").asString()).isEqualTo("done");
		assertThat(changed.path("text").asString()).isEqualTo("New");
		assertThat(this.log.published()).singleElement().isInstanceOfSatisfying(ItemChanged.class, (event) -> {
			assertThat(event.conversationId()).isEqualTo("c1");
			assertThat(event.itemId()).isEqualTo("i1");
			assertThat(event.owner()).isEqualTo("bob");
			assertThat(event.due()).isEqualTo("2026-03-01");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"status\":\"lost\"}", "{\"status\":7}", "{\"text\":\"\"}",
			"{\"owner\":\"a/b\"}", "{\"due\":\"Friday\"}" })
	void refusesAChangeOfAnItemThatIsNone(String body) {
		this.store.talk("c1", 1);
		this.store.item("i1", "c1", "ann", 1, ItemStatus.OPEN);
		error(change("i1", body), 400, "invalid_request");
		assertThat(this.log.published()).isEmpty();
	}

	@Test
	void changesNoItemThatIsNotThere() {
		error(change("i1", "{\"status\":\"done\"}"), 404, "not_found");
		this.store.conversation("c1", "active", "0:7", 1);
		this.store.item("i1", "c1", "ann", 1, ItemStatus.OPEN);
		error(change("i1", "{\"status\":\"done\"}"), 404, "not_found");
		assertThat(this.log.published()).isEmpty();
	}

	private ResponseSpec change(String item, String body) {
		return this.client.method(HttpMethod.PATCH)
			.uri("/items/{id}", item)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	private static List<String> itemIds(JsonNode page) {
		return page.path("items").values().stream().map((item) -> item.path("item_id").asString()).toList();
	}

}
