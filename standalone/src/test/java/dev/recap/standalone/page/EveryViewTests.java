package dev.recap.standalone.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.recap.standalone.page.Browsers.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** How every view looks, and whether everybody can use it. */
@Browsing
class EveryViewTests {

	private static final String AXE = """
			async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }))
				.violations.filter((each) => ['serious', 'critical'].includes(each.impact))
				.map((each) => each.id + ': ' + each.nodes.map((node) => node.target.join(' ') + ' '
					+ node.any.map((check) => check.message).join('; ')).join(' | '))""";

	private final Browsers browsers;

	private final String user = Browsers.id("ann");

	private final String id = Browsers.id("release");

	EveryViewTests(Browsers browsers) {
		this.browsers = browsers;
	}

	static List<Look> looks() {
		return List.of(Look.LIGHT, Look.DARK, Look.PHONE);
	}

	@ParameterizedTest
	@MethodSource("looks")
	void everybodyCanUseIt(Look look) throws IOException {
		String axe = axe();
		talk();
		Page page = this.browsers.browser(this.user, look);
		Map<String, List<?>> problems = new LinkedHashMap<>();
		views().forEach((view, sign) -> {
			page.navigate("/#/" + view);
			assertThat(page.locator(sign).first()).isVisible();
			Browsers.keep(page, view.replaceAll("/.*", "-one") + "-" + look.label());
			// By the debugger, which no policy of the page's concerns.
			page.evaluate(axe);
			problems.put(view, (List<?>) page.evaluate(AXE));
		});
		assertThat(problems.values()).as(problems.toString()).allSatisfy((found) -> assertThat(found).isEmpty());
		assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isTrue();
		page.context().close();
	}

	@Test
	void worksByKeyboardAlone() {
		talk();
		Page page = this.browsers.at(this.user, "conversations");
		assertThat(page.locator(".chat-card")).hasCount(2);
		page.keyboard().press("Tab");
		assertThat(page.getByText("Skip to content")).isFocused();
		page.keyboard().press("/");
		page.keyboard().press("ArrowDown");
		page.keyboard().press("ArrowDown");
		page.keyboard().press("Enter");
		assertThat(page.locator(".detail .view-head h2")).isVisible();
		page.locator(".detail .menu > button").first().press("Enter");
		page.keyboard().press("ArrowDown");
		assertThat(page.getByText("JSON", new Page.GetByTextOptions().setExact(true))).isFocused();
		page.keyboard().press("Escape");
		assertThat(page.locator(".detail .menu > button").first()).isFocused();
		page.context().close();
	}

	@Test
	void saysWhenTheServerDoesNotAnswer() {
		Page page = this.browsers.at(this.user, "digest");
		assertThat(page.getByText("Nothing new")).isVisible();
		page.context().setOffline(true);
		assertThat(page.locator(".offline")).isVisible();
		Browsers.keep(page, "offline");
		page.context().setOffline(false);
		assertThat(page.locator(".offline")).isHidden();
		page.route("**/digest", (route) -> route.fulfill(new Route.FulfillOptions().setStatus(500)
			.setBody("{\"detail\":{\"error\":\"Something broke\",\"code\":\"internal\"}}")));
		page.reload();
		assertThat(page.getByText("Something broke")).isVisible();
		page.unroute("**/digest");
		page.getByText("Try again").click();
		assertThat(page.getByText("Nothing new")).isVisible();
		page.context().close();
	}

	@Test
	void keepsTheThemeThatWasChosen() {
		Page page = this.browsers.at(this.user, "digest");
		page.getByLabel("You and this page").first().click();
		page.getByText("Theme: as the system has it").click();
		page.getByLabel("You and this page").first().click();
		page.getByText("Theme: light").click();
		page.reload();
		assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
		page.context().close();
	}

	private Map<String, String> views() {
		Map<String, String> views = new LinkedHashMap<>();
		// First, because what is looked at is not missed any more.
		views.put("digest", ".missed-card");
		views.put("rooms/" + this.id, ".message");
		views.put("conversations", ".chat-card");
		views.put("conversations/" + this.id, ".timeline > li");
		views.put("assistant", ".bubble, .empty");
		views.put("system", ".pipeline");
		return views;
	}

	/** Two conversations, one of them with something unread and promised. */
	private void talk() {
		List<List<String>> said = new ArrayList<>();
		said.add(List.of("bob",
				"The export crashes on empty folders and the search is terribly slow, customers are angry."));
		said.add(List.of(this.user, "I will fix the export by Wednesday."));
		said.add(List.of("carla", "Thanks, that would be wonderful!"));
		said.add(List.of("bob", "We decided to ship on Friday if both are fixed."));
		this.browsers.post(this.id, said);
		// Later than what the user wrote, so not seen.
		this.browsers.post(this.id, List.of(List.of("carla", "Who tells support, " + this.user + "?")));
		this.browsers.post(this.id + "-move", List.of(List.of("dora", "We got the new office, I love it!"),
				List.of(this.user, "Fantastic, I will ask about bicycle parking.")));
	}

	private static String axe() throws IOException {
		try (InputStream script = EveryViewTests.class.getResourceAsStream("/axe.min.js")) {
			assertThat(script).isNotNull();
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
