package dev.recap.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Every kind of fault, a redelivery of the whole log, and a topic that grows. */
@Tag("long")
class FaultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final int CLIENTS = 8;

	@Test
	@Timeout(value = 15, unit = TimeUnit.MINUTES)
	void holdsEveryInvariantWhateverHappens(@TempDir Path folder) throws Exception {
		try (FaultRun run = new FaultRun(Settings.seed(), folder)) {
			run.start(Settings.backlog());
			run.recovered("backlog");
			run.load(CLIENTS);
			run.undisturbed(Duration.ofSeconds(10));
			run.suffer(FaultSchedule.full(run.seed(), Settings.time()), Settings.time());
			run.check(PATIENCE);
			deliverAgain(run);
			Backpressure backpressure = new Backpressure(run);
			backpressure.databaseAway();
			backpressure.modelSlow();
			grow(run);
			assertThat(run.report().violations()).isEmpty();
		}
	}

	private static void deliverAgain(FaultRun run) throws Exception {
		List<String> changes = new Redelivery(run.cluster(), run.model()).changes();
		run.report().line("the whole log delivered again: %d changes", changes.size());
		changes.forEach((change) -> run.report().violations(List.of(new Violation(1, "delivered again: " + change))));
	}

	private static void grow(FaultRun run) throws Exception {
		run.load(CLIENTS);
		try (Admin admin = run.cluster().admin()) {
			TimeUnit.SECONDS.sleep(5);
			admin.createPartitions(Map.of(Workload.TOPIC, NewPartitions.increaseTo(9))).all().get();
			run.report().line("chat-messages grows from 6 to 9 partitions under load");
			TimeUnit.SECONDS.sleep(20);
		}
		run.check(PATIENCE);
	}

}
