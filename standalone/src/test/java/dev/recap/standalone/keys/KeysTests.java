package dev.recap.standalone.keys;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.recap.standalone.kafka.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The command, against a broker. */
class KeysTests {

	private static final Pattern KEY = Pattern.compile("rk_([0-9a-f]{12})_[A-Za-z0-9_-]{43}");

	@TempDir
	private static Path folder;

	private static EmbeddedKafka kafka;

	private final String topic = "keys-" + UUID.randomUUID();

	private int code;

	@BeforeAll
	static void startBroker() {
		kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
	}

	@AfterAll
	static void stopBroker() {
		kafka.close();
	}

	@BeforeEach
	void createTopic() throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
			admin.createTopics(List.of(new NewTopic(this.topic, 2, (short) 1))).all().get();
		}
	}

	@Test
	void makesListsAndRevokesAKey() {
		String made = run("create", "--name=importer", "--scopes=ingest,read", "--expires=90d");
		assertThat(this.code).isZero();
		Matcher key = KEY.matcher(made);
		assertThat(key.find()).isTrue();
		String id = key.group(1);
		assertThat(run("list")).contains(id + "  good", "ingest,read", "importer")
			.doesNotContain(key.group())
			.endsWith("1 keys, 1 of them good\n");
		assertThat(run("revoke", id)).isEqualTo(id + " is revoked\n");
		assertThat(run("revoke", id)).isEqualTo(id + " was revoked before\n");
		assertThat(run("list")).contains(id + "  revoked").endsWith("1 keys, 0 of them good\n");
	}

	@Test
	void cannotRevokeWhatIsNotThere() {
		assertThat(run("revoke", "nobody")).isEqualTo("There is no key nobody\n");
		assertThat(this.code).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "create", "create --name=a", "create --scopes=read", "create --name=a --scopes=write",
			"create --name=a --scopes=read,", "create --name=a --scopes=read --expires=soon",
			"create --name=a --scopes=read --expires=0d", "create --colour=red", "revoke", "revoke a b", "paint" })
	void refusesWhatMakesNoSense(String command) {
		assertThat(run(command.split(" "))).isNotEmpty();
		assertThat(this.code).isEqualTo(2);
		assertThat(run("list")).startsWith("0 keys");
	}

	@Test
	void saysThatTheTopicIsMissing() {
		assertThat(run("create", "--name=a", "--scopes=read", "--topic=missing")).contains("There is no topic missing")
			.doesNotContain("rk_");
		assertThat(this.code).isEqualTo(1);
	}

	private String run(String... command) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		boolean elsewhere = Arrays.stream(command).anyMatch((each) -> each.startsWith("--topic="));
		String[] given = Stream
			.concat(Arrays.stream(command),
					Stream.of("--bootstrap-servers=" + kafka.bootstrapServers(),
							elsewhere ? "--bootstrap-servers=" + kafka.bootstrapServers() : "--topic=" + this.topic))
			.toArray(String[]::new);
		this.code = Keys.run(given, new PrintStream(out, true, StandardCharsets.UTF_8));
		return out.toString(StandardCharsets.UTF_8);
	}

}
