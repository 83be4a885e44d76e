package dev.recap.standalone.page;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.recap.standalone.SignedTokens;
import dev.recap.standalone.Standalone;
import dev.recap.standalone.keys.Keys;
import dev.recap.standalone.page.Browsers.Look;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The page of a Recap that serves only those it knows. */
@Browsing
class SignInPageTests {

	private static final SignedTokens TOKENS = new SignedTokens();

	@TempDir
	static Path folder;

	private static Standalone recap;

	private final Browsers browsers;

	private final String room = Browsers.id("room");

	SignInPageTests(Browsers browsers) {
		this.browsers = browsers;
	}

	@BeforeAll
	static void start() {
		recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder.resolve("data"), "--recap.access.anonymous=false",
				"--recap.access.public-key=" + TOKENS.publicKey(folder));
	}

	@AfterAll
	static void stop() {
		recap.close();
	}

	@Test
	void signsInTalksAndSummarizes() {
		Page page = at("somebody");
		assertThat(page.getByText("This Recap wants to know who you are.")).isVisible();
		Browsers.keep(page, "sign-in-wanted");
		signIn(page, TOKENS.of("ann", Duration.ofHours(-1)));
		assertThat(page.getByText("That did not work: The token has expired")).isVisible();
		page.getByLabel("Access token or API key").fill(TOKENS.of("ann"));
		page.keyboard().press("Enter");
		assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
		assertThat(page.getByText("This Recap wants to know who you are.")).isHidden();
		assertThat(page.locator(".who-name")).hasText("ann");
		assertThat(page.getByText("Only you are here")).isVisible();
		say(page, "We decided to ship on Friday, and I will write the notes.");
		assertThat(page.getByText("Sent", new Page.GetByTextOptions().setExact(true))).isVisible();
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Summarize")).click();
		assertThat(page.locator(".panel")).containsText("ship on Friday");
		page.reload();
		assertThat(page.locator(".message .text")).containsText("ship on Friday");
		assertThat(page.evaluate("JSON.stringify(localStorage)").toString()).doesNotContain("eyJ");
		page.context().close();
	}

	@Test
	void showsAStrangerNothingUntilItTakesPart() {
		Page ann = signedIn("ann");
		say(ann, "This is between us.");
		assertThat(ann.getByText("Sent", new Page.GetByTextOptions().setExact(true))).isVisible();
		Page bob = at("somebody");
		bob.route(Pattern.compile("/(chats|api/messages)[/?].*" + this.room), SignInPageTests::refuse);
		signIn(bob, TOKENS.of("bob"));
		assertThat(bob.getByText("You do not take part here yet")).isVisible();
		bob.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Summarize")).click();
		assertThat(bob.getByText("This is not yours")).isVisible();
		Browsers.keep(bob, "not-yours");
		bob.unrouteAll();
		say(bob, "May I join?");
		assertThat(bob.getByText("This is between us.")).isVisible();
		ann.context().close();
		bob.context().close();
	}

	@Test
	void forgetsWhoSignedOut() {
		Page page = signedIn("ann");
		page.getByLabel("You and this page").first().click();
		page.getByText("Sign out").click();
		assertThat(page.getByLabel("Your name")).isVisible();
		assertThat(page.evaluate("sessionStorage.length + localStorage.getItem('recap.user')").toString())
			.isEqualTo("0\"\"");
		page.context().close();
	}

	@Test
	void signsInWithAnApiKeyAndWritesUnderAnyName() {
		String key = key("ingest,read");
		Page page = at("somebody");
		signIn(page, key + "x");
		assertThat(page.getByText("That did not work: The API key is unknown")).isVisible();
		page.getByLabel("Access token or API key").fill(key);
		page.keyboard().press("Enter");
		assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
		assertThat(page.locator(".who-name")).hasText("somebody");
		assertThat(page.getByText("Only you are here")).isVisible();
		say(page, "A service may speak for anybody.");
		assertThat(page.getByText("Sent", new Page.GetByTextOptions().setExact(true))).isVisible();
		page.reload();
		assertThat(page.locator(".message .text")).containsText("speak for anybody");
		assertThat(page.evaluate("JSON.stringify(localStorage)").toString()).doesNotContain("rk_");
		page.getByLabel("You and this page").first().click();
		page.getByText("Sign out").click();
		assertThat(page.getByText("This Recap wants to know who you are.")).isVisible();
		assertThat(page.evaluate("sessionStorage.length").toString()).isEqualTo("0");
		page.context().close();
	}

	/** As an operator makes it, while Recap runs. */
	private static String key(String scopes) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		Keys.run(
				new String[] { "create", "--name=page", "--scopes=" + scopes,
						"--bootstrap-servers=" + recap.bootstrapServers() },
				new PrintStream(out, true, StandardCharsets.UTF_8));
		String key = out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
		await().atMost(Duration.ofSeconds(30)).until(() -> status(key) == HttpStatus.OK.value());
		return key;
	}

	private static int status(String key) throws Exception {
		try (HttpClient http = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + recap.port() + "/search?q=anything"))
				.header("X-API-Key", key)
				.build();
			return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
	}

	private Page at(String user) {
		Page page = this.browsers.browser("http://localhost:" + recap.port(), user, Look.LIGHT);
		page.navigate("/#/rooms/" + this.room);
		return page;
	}

	private Page signedIn(String user) {
		Page page = at(user);
		signIn(page, TOKENS.of(user));
		assertThat(page.locator(".people")).containsText("here");
		return page;
	}

	private static void refuse(Route route) {
		route.fulfill(new Route.FulfillOptions().setStatus(403)
			.setBody("{\"detail\":{\"error\":\"You do not take part\",\"code\":\"forbidden\"}}"));
	}

	private static void signIn(Page page, String credential) {
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).first().click();
		page.getByLabel("Access token or API key").fill(credential);
		page.keyboard().press("Enter");
	}

	private static void say(Page page, String text) {
		page.getByLabel("Your message").fill(text);
		page.keyboard().press("Enter");
	}

}
