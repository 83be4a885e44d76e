package dev.recap.standalone.page;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Rooms, in two browsers. */
@Browsing
class RoomPageTests {

	private final Browsers browsers;

	private final String room = Browsers.id("room");

	RoomPageTests(Browsers browsers) {
		this.browsers = browsers;
	}

	@Test
	void asksWhoIsThereAndLetsThemIn() {
		Page page = this.browsers.at("", "rooms/" + this.room);
		page.getByLabel("Your name").fill("Zoë");
		page.keyboard().press("Enter");
		assertThat(page.getByText("Only you are here")).isVisible();
		page.context().close();
	}

	@Test
	void talksLiveBetweenTwoBrowsers() {
		Page ann = enter("ann");
		Page bob = enter("bob");
		assertThat(ann.getByText("2 here: you, bob")).isVisible();
		say(ann, "Shall we ship on Friday?");
		assertThat(said(bob, "Shall we ship on Friday?")).isVisible();
		assertThat(ann.getByText("Sent", new Page.GetByTextOptions().setExact(true))).isVisible();
		say(bob, "Yes, see https://example.org/plan.");
		assertThat(ann.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("https://example.org/plan")))
			.isVisible();
		bob.context().close();
		assertThat(ann.getByText("Only you are here")).isVisible();
		ann.context().close();
	}

	@Test
	void tellsWhatWasMissedAndProvesIt() {
		Page bob = enter("bob");
		say(bob, "I am off for a while.");
		assertThat(bob.getByText("Sent", new Page.GetByTextOptions().setExact(true))).isVisible();
		bob.context().close();
		this.browsers.post(this.room, List.of(List.of("ann", "We decided to ship the new search on Friday."),
				List.of("ann", "I will write the release notes by Thursday.")));
		bob = enter("bob");
		assertThat(bob.locator(".divider.unread")).isVisible();
		assertThat(bob.locator(".message .text")).containsText(
				new String[] { "I am off for a while.", "We decided to ship the new search", "release notes" });
		assertThat(bob.getByText("2 new since you were last here.")).isVisible();
		bob.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("What did I miss?")).first().click();
		Locator panel = bob.locator(".panel");
		for (String part : List.of("What you missed", "Overview", "Key points", "Decisions", "Action items")) {
			assertThat(panel.getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setName(part))).isVisible();
		}
		panel.locator(".block.decision .source").first().click();
		assertThat(bob.locator(".message.cited mark")).containsText("We decided to ship the new search on Friday.");
		Browsers.keep(bob, "missed");
		bob.keyboard().press("Tab");
		panel.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close")).press("Escape");
		assertThat(panel).isHidden();
		bob.context().close();
	}

	@Test
	void losesAndDoublesNothingWhenTheConnectionBreaks() {
		Page ann = this.browsers.browser("ann", Browsers.Look.LIGHT);
		AtomicBoolean broken = new AtomicBoolean();
		AtomicReference<WebSocketRoute> last = new AtomicReference<>();
		ann.routeWebSocket(Pattern.compile("/ws\\?"), (socket) -> {
			if (broken.get()) {
				socket.close();
			}
			else {
				last.set(socket);
				socket.connectToServer();
			}
		});
		ann.navigate("/#/rooms/" + this.room);
		assertThat(ann.getByText("Only you are here")).isVisible();
		Page bob = enter("bob");
		say(bob, "before the break");
		assertThat(said(ann, "before the break")).isVisible();
		broken.set(true);
		last.get().close(new WebSocketRoute.CloseOptions().setCode(3001));
		assertThat(ann.getByText("Not connected.")).isVisible();
		say(ann, "written while away");
		assertThat(ann.getByText("Sending…")).isVisible();
		for (int i = 1; i <= 3; i++) {
			say(bob, "missed " + i);
			assertThat(said(bob, "missed " + i)).isVisible();
		}
		Browsers.keep(ann, "not-connected");
		broken.set(false);
		assertThat(said(ann, "missed 3")).isVisible();
		assertThat(said(bob, "written while away")).isVisible();
		assertThat(ann.getByText("Sending…")).hasCount(0);
		for (String text : List.of("before the break", "missed 1", "missed 2", "missed 3", "written while away")) {
			assertThat(said(ann, text)).hasCount(1);
			assertThat(said(bob, text)).hasCount(1);
		}
		ann.context().close();
		bob.context().close();
	}

	@Test
	void saysWhatWasNotSent() {
		Page ann = enter("ann");
		say(ann, "é".repeat(40_000));
		assertThat(ann.getByText("Not sent")).isVisible();
		assertThat(ann.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send again"))).isVisible();
		ann.context().close();
	}

	@Test
	void waitsForANameThatIsTaken() {
		Page ann = enter("ann");
		Page other = this.browsers.at("ann", "rooms/" + this.room);
		assertThat(other.getByText("is already in this room")).isVisible();
		ann.context().close();
		assertThat(other.getByText("Only you are here")).isVisible();
		other.context().close();
	}

	private Page enter(String name) {
		Page page = this.browsers.at(name, "rooms/" + this.room);
		assertThat(page.locator(".people")).containsText("here");
		return page;
	}

	private static void say(Page page, String text) {
		page.getByLabel("Your message").fill(text);
		page.keyboard().press("Enter");
	}

	private static Locator said(Page page, String text) {
		return page.locator(".message .text", new Page.LocatorOptions().setHasText(text));
	}

}
