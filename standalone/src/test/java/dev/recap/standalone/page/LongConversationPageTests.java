package dev.recap.standalone.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Ten thousand messages. */
@Browsing
class LongConversationPageTests {

	private static final int MESSAGES = 10_000;

	private static final int ROWS = 80;

	private final Browsers browsers;

	LongConversationPageTests(Browsers browsers) {
		this.browsers = browsers;
	}

	@Test
	void holdsInThePageOnlyWhatIsInSight() {
		String id = Browsers.id("long");
		for (int from = 0; from < MESSAGES; from += 1000) {
			List<List<String>> said = new ArrayList<>();
			for (int i = from; i < from + 1000; i++) {
				said.add(List.of("user" + i % 7, "message " + i + " " + "and so on ".repeat(i % 23)));
			}
			this.browsers.post(id, said);
		}
		String first = this.browsers.get("/chats/" + id + "?limit=1").at("/messages/0/message_id").asString();
		await().atMost(Duration.ofSeconds(90))
			.until(() -> this.browsers.get("/chats/" + id + "?limit=1").path("total_messages").asInt() == MESSAGES);
		Page page = this.browsers.at("ann", "conversations/" + id + "/m/" + first);
		assertThat(page.locator(".message.cited")).containsText("message 0");
		Object shown = page.locator(".talk .vl").evaluate("""
				async (list) => {
					const frames = [];
					let rows = 0;
					for (let last = performance.now(); list.scrollTop < list.scrollHeight / 2;) {
						list.scrollTop += 400;
						const now = await new Promise(requestAnimationFrame);
						frames.push(now - last);
						last = now;
						rows = Math.max(rows, list.querySelectorAll('.vl-row').length);
					}
					frames.sort((one, other) => one - other);
					return [rows, frames.length, Math.round(frames[Math.floor(frames.length * 0.95)])];
				}""");
		System.out.println("rows in the page, frames, 95th percentile in ms: " + shown);
		assertThat(((Number) ((List<?>) shown).getFirst()).intValue()).isBetween(10, ROWS);
		page.context().close();
	}

}
