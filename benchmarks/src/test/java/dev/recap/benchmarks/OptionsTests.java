package dev.recap.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

import dev.recap.benchmarks.scenario.Scenario;
import dev.recap.benchmarks.scenario.Scenarios;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void measuresEverythingInFiveRoundsUnlessTold() {
		Options options = Options.of("");

		assertThat(options.rounds()).isEqualTo(5);
		assertThat(options.includes("single")).isTrue();
		assertThat(options.write()).isNull();
		assertThat(options.scale().time()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void takesWhatItIsTold() {
		Options options = Options.of(" --only=single,ws --rounds=3 --quick --write ");

		assertThat(options.rounds()).isEqualTo(3);
		assertThat(options.includes("ws")).isTrue();
		assertThat(options.includes("batch")).isFalse();
		assertThat(options.quick()).isTrue();
		assertThat(options.write()).isEqualTo(Path.of("docs/performance.md"));
	}

	@Test
	void refusesWhatItDoesNotKnow() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.of("--fast")).withMessageContaining("--help");
	}

	@Test
	void namesEveryRowOnce() {
		List<String> names = Scenarios.all().stream().map(Scenario::name).toList();

		assertThat(new HashSet<>(names)).hasSameSizeAs(names);
		assertThat(Scenarios.all()).allSatisfy((scenario) -> assertThat(scenario.goals()).isNotEmpty());
	}

}
