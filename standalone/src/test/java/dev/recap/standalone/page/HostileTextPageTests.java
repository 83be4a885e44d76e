package dev.recap.standalone.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.recap.schema.Json;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What somebody writes to harm who reads it. */
@Browsing
class HostileTextPageTests {

	private static final List<String> CORPUS = List.of("<script>window.harmed=1</script>",
			"<img src=x onerror=window.harmed=1>", "<svg onload=window.harmed=1>",
			"\"><script>window.harmed=1</script>", "'-window.harmed=1-'", "</textarea><script>window.harmed=1</script>",
			"<iframe srcdoc='<script>parent.harmed=1</script>'></iframe>", "javascript:window.harmed=1",
			"[x](javascript:window.harmed=1)", "<a href=\"javascript:window.harmed=1\">x</a>",
			"<math><mi//xlink:href=\"data:x,<script>window.harmed=1</script>\">",
			"<style>@import 'javascript:window.harmed=1';</style>", "${window.harmed=1}",
			"{{constructor.constructor('window.harmed=1')()}}", "<body onload=window.harmed=1>",
			"<details open ontoggle=window.harmed=1>", "<!--<img src=\"--><img src=x onerror=window.harmed=1//\">",
			"https://example.org/\"onmouseover=\"window.harmed=1", "\u202e<script>window.harmed=1<\u002fscript>",
			"<noscript><p title=\"</noscript><img src=x onerror=window.harmed=1>\">");

	private final Browsers browsers;

	private final String id = Browsers.id("<b onclick=harmed=1>");

	private final String user = "<img src=x onerror=harmed=1>" + this.id.substring(this.id.length() - 8);

	private final List<String> alarms = new ArrayList<>();

	HostileTextPageTests(Browsers browsers) {
		this.browsers = browsers;
	}

	@Test
	void runsNothingOfIt() {
		List<List<String>> said = new ArrayList<>();
		for (String text : CORPUS) {
			said.add(List.of(text.replace("/", "|"), text));
			said.add(List.of(this.user,
					"We decided to use " + text + " on Friday. I will write " + text + " by Monday."));
		}
		said.add(List.of("bob", "Will you, " + this.user + ", read " + CORPUS.getFirst() + "?"));
		this.browsers.post(this.id, said);
		this.browsers.send("POST", "/chats", Map.of("conversation_id", this.id, "user_id", this.user, "message",
				"with metadata", "metadata", Map.of(CORPUS.get(1), CORPUS.get(2))));
		Page page = watched();
		for (String title : CORPUS.subList(0, 4)) {
			this.browsers.send("PATCH", "/conversations/" + Browsers.encoded(this.id), Map.of("title", title));
			page.navigate("/#/conversations/" + Browsers.encoded(this.id));
			page.reload();
			assertThat(page.locator(".detail .view-head h2")).hasText(title);
		}
		assertThat(page.locator(".timeline > li").first()).isVisible();
		page.locator(".search input").fill("harmed");
		assertThat(page.locator(".chat-card mark").first()).isVisible();
		summarized(page);
		page.navigate("/#/rooms/" + Browsers.encoded(this.id));
		assertThat(page.locator(".message").first()).isVisible();
		page.getByText("Summarize").first().click();
		assertThat(page.locator(".panel .statement").first()).isVisible();
		assertThat(page.locator(".panel .statement")).hasCount(CORPUS.size());
		page.locator(".panel .source").first().click();
		assertThat(page.locator(".message.cited")).isVisible();
		page.navigate("/#/digest");
		assertThat(page.locator("h1")).containsText(this.user);
		assertThat(page.locator(".digest-columns")).isVisible();
		assistant(page);
		assertThat(page.evaluate("() => window.harmed === undefined")).isEqualTo(true);
		assertThat(this.alarms).isEmpty();
		page.context().close();
	}

	/** A summary in which everything is hostile that a model writes. */
	private void summarized(Page page) {
		String message = this.browsers.get("/chats/" + Browsers.encoded(this.id) + "?limit=1")
			.at("/messages/0/message_id")
			.asString();
		List<Map<String, Object>> highlights = CORPUS.stream()
			.map((text) -> Map.<String, Object>of("kind", "action_item", "text", text, "owner", text, "due",
					"2026-01-31", "quote", text, "message_ids", List.of(message)))
			.toList();
		Map<String, Object> insights = Map.of("sentiment", "neutral", "keywords", CORPUS, "highlights", highlights,
				"participants", List.of());
		Map<String, Object> summary = Map.of("summary", String.join("\n", CORPUS), "insights", insights, "engine",
				"llm", "model", CORPUS.getFirst(), "message_count", 1, "generated_at", "2026-01-31T09:30:00.000Z");
		page.route("**/chats/summarize",
				(route) -> route.fulfill(new Route.FulfillOptions().setContentType("application/json")
					.setBody(Json.mapper().writeValueAsString(summary))));
	}

	private void assistant(Page page) {
		this.browsers.model()
			.stubFor(WireMock.post("/v1/chat/completions")
				.willReturn(AssistantPageTests
					.said(String.join("\n\n", CORPUS) + "\n```html\n" + CORPUS.getFirst() + "\n```\n")));
		page.navigate("/#/assistant");
		page.getByLabel("Your message").fill(CORPUS.get(1));
		page.keyboard().press("Enter");
		assertThat(page.getByText("30 tokens").first()).isVisible();
		assertThat(page.locator(".bubble.theirs")).containsText(CORPUS.getFirst());
	}

	/** Every dialog, error and broken policy of the page is noted. */
	private Page watched() {
		Page page = this.browsers.browser(this.user, Browsers.Look.LIGHT);
		page.onDialog((dialog) -> {
			this.alarms.add("dialog " + dialog.message());
			dialog.dismiss();
		});
		page.onPageError((error) -> this.alarms.add("error " + error));
		page.exposeFunction("alarm", (arguments) -> this.alarms.add("policy " + arguments[0]));
		page.addInitScript("addEventListener('securitypolicyviolation', (event) => "
				+ "alarm(event.violatedDirective + ' ' + event.sample))");
		page.onRequest((request) -> {
			if (!request.url().startsWith(this.browsers.origin()) && !request.url().startsWith("data:")) {
				this.alarms.add("request " + request.url());
			}
		});
		return page;
	}

}
