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
		await().atMost(Duration.ofSeconds(90))
			.until(() -> this.browsers.get("/chats/" + id + "?limit=1").path("total_messages").asInt() == MESSAGES);
		String first = this.browsers.get("/chats/" + id + "?limit=1").at("/messages/0/message_id").asString();
		Page page = this.browsers.at("ann", "conversations/" + id + "/m/" + first);
		assertThat(page.locator(".message.cited")).containsText("message 0");
		Object rows = page.locator(".talk .vl").evaluate("""
				async (list) => {
					let rows = 0;
					while (list.scrollTop < list.scrollHeight / 2) {
						list.scrollTop += 400;
						await new Promise(requestAnimationFrame);
						rows = Math.max(rows, list.querySelectorAll('.vl-row').length);
					}
					return rows;
				}""");
		assertThat((Integer) rows).isBetween(10, ROWS);
		page.context().close();
	}

}
