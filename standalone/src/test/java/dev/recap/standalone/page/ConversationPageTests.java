package dev.recap.standalone.page;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.recap.schema.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The list of conversations, and one of them. */
@Browsing
class ConversationPageTests {

	private static final String WORD = "zeppelin";

	private final Browsers browsers;

	private final String user = Browsers.id("ann");

	private final String id = Browsers.id("talk");

	private Page page;

	ConversationPageTests(Browsers browsers) {
		this.browsers = browsers;
	}

	@BeforeEach
	void talk() {
		this.browsers.post(this.id,
				List.of(List.of("bob", "The " + WORD + " " + this.id + " is broken, this is awful."),
						List.of(this.user, "I will write the release notes by Thursday and send them to support."),
						List.of("bob", "We decided to paint it blue.")));
		this.page = this.browsers.at(this.user, "conversations");
	}

	@Test
	void listsFindsAndShowsAConversation() {
		assertThat(this.page.locator(".chat-card")).containsText(new String[] { "3 messages" });
		this.page.keyboard().press("/");
		this.page.keyboard().type(WORD + " " + this.id);
		Locator found = this.page.locator(".chat-card", new Page.LocatorOptions().setHasText("bob:")).first();
		assertThat(found.locator("mark").first()).hasText(WORD);
		found.press("Enter");
		assertThat(this.page.locator(".message.cited")).containsText(WORD);
		Locator pane = this.page.locator(".reading");
		assertThat(pane).containsText("We decided to paint it blue.");
		pane.locator(".decision .source").first().click();
		assertThat(this.page.locator(".message.cited mark")).containsText("We decided to paint it blue.");
		assertThat(pane.getByText("Messages per participant")).isVisible();
		assertThat(pane.locator(".timeline > li")).hasCount(1);
		close();
	}

	@Test
	void showsANewSummaryAsItComes() {
		open();
		assertThat(this.page.locator(".timeline > li")).hasCount(1);
		this.browsers.post(this.id, List.of(List.of("carla", "We agreed to sell the balloon on Tuesday."),
				List.of("carla", "I will call the buyer tomorrow.")));
		assertThat(this.page.locator(".reading")).containsText("sell the balloon");
		assertThat(this.page.locator(".timeline > li")).hasCount(2);
		assertThat(this.page.locator(".chart svg path.line")).isVisible();
		assertThat(this.page.locator(".bars")).containsText("carla");
		assertThat(this.page.locator(".talk")).containsText("I will call the buyer tomorrow.");
		close();
	}

	@Test
	void exportsAllOfIt() throws IOException {
		open();
		assertThat(this.page.locator(".timeline > li")).hasCount(1);
		String json = Files.readString(export("JSON").path());
		assertThat(Json.mapper().readTree(json).path("messages")).hasSize(3);
		assertThat(Json.mapper().readTree(json).at("/windows/0/insights/highlights")).isNotEmpty();
		assertThat(Files.readString(export("Markdown").path())).contains("## Messages", "paint it blue")
			.startsWith("# ");
		close();
	}

	@Test
	void takesADeleteBack() {
		open();
		menu("More", "Delete");
		assertThat(this.page.getByText("Deleted.")).isVisible();
		assertThat(this.page.locator(".chat-card")).hasCount(0);
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Undo")).click();
		assertThat(this.page.locator(".chat-card")).hasCount(1);
		assertThat(this.page.locator(".talk")).containsText("paint it blue");
		close();
	}

	@Test
	void erasesOnlyWhenSure() {
		open();
		menu("More", "Erase for good…");
		this.page.getByRole(AriaRole.DIALOG).getByText("Cancel").click();
		assertThat(this.page.locator(".talk")).containsText("paint it blue");
		menu("More", "Erase for good…");
		this.page.getByRole(AriaRole.DIALOG)
			.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Erase"))
			.click();
		assertThat(this.page.getByText("Erased for good.")).isVisible();
		assertThat(this.browsers.get("/conversations/" + this.id).at("/detail/code").asString()).isEqualTo("not_found");
		close();
	}

	@Test
	void renames() {
		open();
		menu("More", "Rename…");
		this.page.getByLabel("Title").fill("The blue balloon");
		this.page.keyboard().press("Enter");
		assertThat(this.page.locator(".chat-card")).containsText(new String[] { "The blue balloon" });
		assertThat(this.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("The blue balloon")))
			.isVisible();
		close();
	}

	@Test
	void ticksItemsOff() {
		open();
		Locator box = this.page.locator(".items").getByRole(AriaRole.CHECKBOX);
		box.check();
		assertThat(this.page.getByText("0 open of 1")).isVisible();
		assertThat(this.browsers.get("/chats/" + this.id + "/items?kind=action_item").at("/items/0/status").asString())
			.isEqualTo("done");
		this.page.navigate("/#/digest");
		assertThat(this.page.getByText("Nothing to do")).isVisible();
		close();
	}

	private void open() {
		this.page.navigate("/#/conversations/" + this.id);
		assertThat(this.page.locator(".talk")).containsText("paint it blue");
	}

	private Download export(String kind) {
		return this.page.waitForDownload(() -> menu("Export", kind));
	}

	private void menu(String name, String entry) {
		this.page.locator(".detail .menu > button", new Page.LocatorOptions().setHasText(name)).click();
		this.page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(entry).setExact(true)).click();
	}

	private void close() {
		this.page.context().close();
	}

}
