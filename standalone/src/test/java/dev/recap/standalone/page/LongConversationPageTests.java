package dev.recap.standalone.page;

import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
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
		Page page = this.browsers.at("ann", "rooms/" + id);
		assertThat(page.locator(".message").last()).containsText("message 9999");
		int most = 0;
		for (int i = 0; i < 400 && !page.locator(".message").first().innerText().contains("message 0 "); i++) {
			page.locator(".vl").evaluate("(list) => list.scrollTop = 0");
			most = Math.max(most, page.locator(".vl-row").count());
			page.waitForTimeout(20);
		}
		assertThat(page.locator(".message").first()).containsText("message 0");
		assertThat(most).isLessThan(ROWS);
		Object shown = page.locator(".vl").evaluate("""
				async (list) => {
					const frames = [];
					let rows = 0;
					for (let last = performance.now(); list.scrollTop < list.scrollHeight / 3;) {
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
