package dev.recap.standalone.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.recap.standalone.Standalone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** The programs of {@code docs/clients}, as their readers run them. */
class ClientsTests {

	private static final Path CLIENTS = Manifests.ROOT.resolve("docs/clients");

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final WireMockServer model = new WireMockServer(
			WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

	@TempDir
	static Path folder;

	private static Standalone recap;

	private static Standalone assisted;

	/** A client, and how it is run. */
	private enum Language {

		PYTHON("python3", "python/recap.py"), JAVASCRIPT("node", "javascript/recap.mjs"),
		JAVA(ClientsTests.JAVA, "java/Recap.java");

		private final String program;

		private final String file;

		Language(String program, String file) {
			this.program = program;
			this.file = file;
		}

		/** The command; nothing when the machine does not have what it takes. */
		List<String> command() throws IOException, InterruptedException {
			String script = CLIENTS.resolve(this.file).toString();
			if (this != JAVASCRIPT) {
				return answers(this.program, "--version") ? List.of(this.program, script) : List.of();
			}
			if (answers(this.program, "-e", "process.exit(globalThis.WebSocket ? 0 : 1)")) {
				return List.of(this.program, script);
			}
			String sockets = "--experimental-websocket";
			return answers(this.program, sockets, "-e", "0") ? List.of(this.program, sockets, script) : List.of();
		}

	}

	@BeforeAll
	static void start() {
		model.start();
		model.stubFor(post(urlPathEqualTo("/v1/chat/completions")).willReturn(
				aResponse().withHeader("Content-Type", "text/event-stream").withBody(answer("On ", "Friday."))));
		recap = start("alone");
		assisted = start("assisted", "--recap.assistant.base-url=" + model.baseUrl() + "/v1",
				"--recap.assistant.api-key=secret", "--recap.assistant.model=stub");
	}

	private static Standalone start(String name, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--recap.standalone.kafka-port=0",
				"--recap.standalone.folder=" + folder.resolve(name), "--recap.window.idle=1s"));
		arguments.addAll(List.of(more));
		return Standalone.start(arguments.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		assisted.close();
		model.stop();
		recap.close();
	}

	@ParameterizedTest
	@EnumSource(Language.class)
	void doesEverythingWithoutAModel(Language language) throws Exception {
		assertThat(output(language, recap)).containsExactly("posted 2 messages, twice",
				"history: ann: We decided to ship on Friday. | bob: I will test it tomorrow.", "live: summary",
				"room: ack", "assistant: no model is configured");
	}

	@ParameterizedTest
	@EnumSource(Language.class)
	void streamsTheAssistantsAnswer(Language language) throws Exception {
		assertThat(output(language, assisted)).contains("assistant: On Friday.");
	}

	@Test
	void javaPublishesToTheTopicItself() throws Exception {
		ProcessBuilder process = new ProcessBuilder(JAVA, "-cp", System.getProperty("java.class.path"),
				CLIENTS.resolve("java/RecapProducer.java").toString());
		process.environment().put("KAFKA_BOOTSTRAP_SERVERS", recap.bootstrapServers());
		assertThat(run(process)).anyMatch((line) -> line.matches("produced \\d+:\\d+"));
	}

	/** What it printed, but for the summary, which is for others to judge. */
	private static List<String> output(Language language, Standalone recap) throws IOException, InterruptedException {
		List<String> command = language.command();
		Assumptions.assumeFalse(command.isEmpty(), language + " is not here");
		ProcessBuilder process = new ProcessBuilder(command);
		process.environment().put("RECAP_URL", "http://localhost:" + recap.port());
		List<String> lines = run(process);
		assertThat(lines).anyMatch((line) -> line.startsWith("summary: ") && line.contains("Friday"));
		return lines.stream().filter((line) -> !line.startsWith("summary: ")).toList();
	}

	private static List<String> run(ProcessBuilder process) throws IOException, InterruptedException {
		// What the JVM and Node remark on stands beside the program's own output.
		Path errors = Files.createTempFile(folder, "errors", ".txt");
		Process running = process.redirectError(errors.toFile()).start();
		CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES).execute(running::destroyForcibly);
		String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(running.waitFor()).as("%s%n%s", output, Files.readString(errors)).isZero();
		return output.lines().toList();
	}

	private static boolean answers(String... command) throws InterruptedException {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String answer(String... parts) {
		List<String> chunks = new ArrayList<>();
		Stream.of(parts)
			.forEach((part) -> chunks
				.add("data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + part + "\"}}]}\n\n"));
		chunks.add("data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
		chunks.add(
				"data: {\"id\":\"1\",\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":1,\"total_tokens\":3}}\n\n");
		chunks.add("data: [DONE]\n\n");
		return String.join("", chunks);
	}

}
