package dev.recap.faults;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two minutes of the fault suite, for every build. */
@Tag("short")
class ShortFaultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	@Test
	void losesNothingAndDoublesNothingWhenProcessesDie(@TempDir Path folder) throws Exception {
		try (FaultRun run = new FaultRun(Settings.seed(), folder)) {
			run.start(0);
			run.load(8);
			run.undisturbed(Duration.ofSeconds(5));
			run.suffer(FaultSchedule.brief(run.seed()), Duration.ofMinutes(2));
			run.check(PATIENCE);
			assertThat(run.report().violations()).isEmpty();
			assertThat(new Sabotage(run).unseen()).isEmpty();
		}
	}

}
