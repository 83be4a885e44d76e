package dev.recap.standalone.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.recap.schema.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The assistant, with a model that the test plays. */
@Browsing
class AssistantPageTests {

	private static final String PATH = "/v1/chat/completions";

	private final Browsers browsers;

	AssistantPageTests(Browsers browsers) {
		this.browsers = browsers;
	}

	@Test
	void showsTheAnswerWithItsTitleTokensAndCost() {
		answers(said("The release is **on Friday**.\n\n- one\n- two"));
		Page page = this.browsers.at("ann", "assistant");
		ask(page, "When is the release?");
		assertThat(page.locator(".bubble.theirs strong").last()).hasText("on Friday");
		assertThat(page.locator(".bubble.theirs li")).hasCount(2);
		assertThat(page.getByText("stub · 30 tokens · cost 0.04")).isVisible();
		assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("When is the release?")))
			.isVisible();
		assertThat(page.locator(".totals")).containsText("2 messages · 30 tokens · cost 0.04");
		Browsers.keep(page, "assistant-answer");
		page.reload();
		assertThat(page.locator(".bubble")).hasCount(2);
		page.context().close();
	}

	@Test
	void stopsAnAnswerThatIsUnderWay() {
		answers(said("word ".repeat(200)).withChunkedDribbleDelay(200, 60_000));
		Page page = this.browsers.at("ann", "assistant");
		ask(page, "Tell me everything");
		assertThat(page.locator(".bubble.theirs .text")).containsText("word");
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop")).click();
		assertThat(page.getByText("Stopped.")).isVisible();
		assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send"))).isVisible();
		page.context().close();
	}

	@Test
	void saysWhatToSetWhenThereIsNoModel() {
		answers(aResponse().withStatus(401).withBody("{\"error\":{\"message\":\"bad key\"}}"));
		Page page = this.browsers.at("ann", "assistant");
		ask(page, "Are you there?");
		assertThat(page.getByText("No model is configured.")).isVisible();
		assertThat(page.getByText("recap.assistant.base-url")).isVisible();
		page.context().close();
	}

	private static void ask(Page page, String text) {
		page.getByLabel("Your message").fill(text);
		page.keyboard().press("Enter");
	}

	private void answers(ResponseDefinitionBuilder response) {
		this.browsers.model().stubFor(post(PATH).willReturn(response));
	}

	static ResponseDefinitionBuilder said(String text) {
		StringBuilder body = new StringBuilder();
		for (String word : text.split("(?<= )")) {
			body.append(chunk(Map.of("index", 0, "delta", Map.of("role", "assistant", "content", word)), null));
		}
		body.append(chunk(Map.of("index", 0, "delta", Map.of(), "finish_reason", "stop"), null));
		body.append(chunk(null, Map.of("prompt_tokens", 20, "completion_tokens", 10, "total_tokens", 30)));
		body.append("data: [DONE]\n\n");
		return aResponse().withHeader("Content-Type", "text/event-stream").withBody(body.toString());
	}

	private static String chunk(@Nullable Map<String, Object> choice, @Nullable Map<String, Object> usage) {
		Map<String, Object> chunk = new HashMap<>(Map.of("id", "x", "object", "chat.completion.chunk", "created", 1,
				"model", "stub", "choices", (choice != null) ? List.of(choice) : List.of()));
		if (usage != null) {
			chunk.put("usage", usage);
		}
		return "data: " + Json.mapper().writeValueAsString(chunk) + "\n\n";
	}

}
