package dev.recap.standalone.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.recap.schema.Json;
import dev.recap.standalone.Standalone;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** Chromium, a Recap to look at with it, and a model that the test plays. */
final class Browsers implements AutoCloseable {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final double PATIENCE = 40_000;

	private final Playwright playwright;

	private final Browser browser;

	private final WireMockServer model;

	private final Standalone recap;

	private final Path folder;

	private final HttpClient http = HttpClient.newHttpClient();

	private Browsers(Playwright playwright, Browser browser, WireMockServer model, Standalone recap, Path folder) {
		this.playwright = playwright;
		this.browser = browser;
		this.model = model;
		this.recap = recap;
		this.folder = folder;
	}

	static boolean installed() {
		return Files.isExecutable(CHROMIUM);
	}

	static Browsers start() {
		try {
			WireMockServer model = new WireMockServer(
					WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
			model.start();
			Path folder = Files.createTempDirectory("recap-page");
			Standalone recap = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
					"--recap.standalone.folder=" + folder, "--recap.window.idle=1s",
					"--recap.assistant.base-url=" + model.baseUrl() + "/v1", "--recap.assistant.api-key=secret",
					"--recap.assistant.model=stub", "--recap.assistant.pricing.stub.input=1000",
					"--recap.assistant.pricing.stub.output=2000");
			Playwright playwright = Playwright
				.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
			Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM));
			PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
			return new Browsers(playwright, browser, model, recap, folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How a page is looked at. */
	record Look(ColorScheme scheme, int width, int height) {

		static final Look LIGHT = new Look(ColorScheme.LIGHT, 1360, 860);

		static final Look DARK = new Look(ColorScheme.DARK, 1360, 860);

		static final Look PHONE = new Look(ColorScheme.LIGHT, 390, 844);

		String label() {
			return (this.width < 700) ? "phone" : this.scheme.name().toLowerCase(Locale.ROOT);
		}

	}

	/** A browser of its own in which somebody is at home. */
	Page browser(String user, Look look) {
		return browser(origin(), user, look);
	}

	/** The same, at a Recap of the test's own. */
	Page browser(String origin, String user, Look look) {
		BrowserContext context = this.browser.newContext(new Browser.NewContextOptions().setBaseURL(origin)
			.setColorScheme(look.scheme())
			.setViewportSize(look.width(), look.height())
			.setLocale("en-GB")
			.setTimezoneId("Europe/Berlin")
			.setAcceptDownloads(true));
		context.setDefaultTimeout(PATIENCE);
		Page page = context.newPage();
		page.addInitScript("if (!localStorage.getItem('recap.user')) localStorage.setItem('recap.user', "
				+ Json.mapper().writeValueAsString(Json.mapper().writeValueAsString(user)) + ")");
		return page;
	}

	/** The same, at a view. */
	Page at(String user, String view) {
		Page page = browser(user, Look.LIGHT);
		page.navigate("/#/" + view);
		return page;
	}

	WireMockServer model() {
		return this.model;
	}

	String origin() {
		return "http://localhost:" + this.recap.port();
	}

	/** Keeps what a page looks like. */
	static void keep(Page page, String name) {
		page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
	}

	/** Posts one message after the other: each is a name and a text. */
	void post(String conversation, List<List<String>> said) {
		List<Map<String, Object>> messages = new ArrayList<>();
		said.forEach((each) -> messages.add(Map.of("user_id", each.getFirst(), "content", each.getLast())));
		send("POST", "/chats",
				Map.of("conversation_id", conversation, "user_id", said.getFirst().getFirst(), "messages", messages));
	}

	JsonNode get(String path) {
		return exchange(HttpRequest.newBuilder(URI.create(origin() + path)));
	}

	JsonNode send(String method, String path, Object body) {
		return exchange(HttpRequest.newBuilder(URI.create(origin() + path))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
	}

	private JsonNode exchange(HttpRequest.Builder request) {
		try {
			return Json.mapper()
				.readTree(this.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** An id that nobody has used. */
	static String id(String name) {
		return name + "-" + UUID.randomUUID().toString().substring(0, 8);
	}

	static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	@Override
	public void close() throws IOException {
		this.playwright.close();
		this.recap.close();
		this.model.stop();
		this.http.close();
		FileSystemUtils.deleteRecursively(this.folder);
	}

}
