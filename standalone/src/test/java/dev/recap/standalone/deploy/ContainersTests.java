package dev.recap.standalone.deploy;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the images and their stack must say to start, and to start fast. */
class ContainersTests {

	private static final String DOCKERFILE = Manifests.read(Manifests.ROOT.resolve("Dockerfile")).replace("\\\n", " ");

	@Test
	void runsWithTheCacheThatWasTrained() {
		String cache = only("-XX:AOTCache=([^\" ]+)");

		assertThat(cache).isEqualTo(only("-XX:AOTCacheOutput=([^\" ]+)")).startsWith("/opt/recap/");
		assertThat(stage("trained")).contains("-jar service.jar").contains("test -s service.aot");
		assertThat(DOCKERFILE).contains("COPY --from=trained " + cache + " ./");
	}

	@Test
	void trainsTheVeryJavaAndJarsThatRun() {
		assertThat(all("(?m)^FROM (service)( AS .*)?$")).as("stages on top of the service's").hasSize(2);
		assertThat(stage("service")).contains("COPY --from=layers /layers/dependencies/ ./")
			.contains("COPY --from=layers /layers/application/ ./")
			.contains("JAVA_TOOL_OPTIONS=");
		assertThat(all("(JAVA_TOOL_OPTIONS=)")).as("options set anew after training").hasSize(1);
	}

	@Test
	void trainsWithoutKafkaOrDatabase() {
		assertThat(stage("trained")).contains("-Dspring.context.exit=onRefresh");
	}

	@Test
	void runsAsNobodyInParticular() {
		assertThat(all("(?m)^USER (.+)$")).containsExactly("10001:10001");
	}

	/** docker-compose 1.29 makes another value of it. */
	@Test
	void givesNoDefaultWithinADefault() {
		assertThat(Manifests.read(Manifests.ROOT.resolve("docker-compose.yml")))
			.doesNotContainPattern("\\$\\{\\w+:?-[^}]*\\$\\{");
	}

	/** From the line that names a stage to the next. */
	private static String stage(String name) {
		return only("(?s)FROM \\S+ AS " + name + "\\n(.*?)(?=\\nFROM )");
	}

	private static String only(String pattern) {
		List<String> all = all(pattern);
		assertThat(all).as(pattern).hasSize(1);
		return all.getFirst();
	}

	private static List<String> all(String pattern) {
		return Pattern.compile(pattern)
			.matcher(DOCKERFILE)
			.results()
			.map((MatchResult found) -> found.group(1))
			.toList();
	}

}
