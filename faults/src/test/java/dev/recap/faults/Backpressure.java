package dev.recap.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import dev.recap.schema.summary.SummaryType;

/** What happens in front of something that is away or slow. */
final class Backpressure {

	private static final Duration TIME = Duration.ofSeconds(15);

	private final FaultRun run;

	Backpressure(FaultRun run) {
		this.run = run;
	}

	/** Messages come in as fast as they can, with the database and without it. */
	void databaseAway() throws InterruptedException {
		Cluster cluster = this.run.cluster();
		double before = flood();
		memory("with the database");
		cluster.mongo().kill();
		double without = flood();
		memory("without the database");
		cluster.mongo().start();
		cluster.mongo().awaitReady();
		this.run.report()
			.line("ingest at full rate: %.0f messages/s, %.0f with the database away, of what the machine had left",
					before, without);
		this.run.recovered("what came in without the database");
	}

	private double flood() throws InterruptedException {
		Instant begin = Instant.now();
		this.run.workload().flood(4, TIME);
		return this.run.accepted().rate(begin, begin.plus(TIME));
	}

	private void memory(String when) {
		StringBuilder text = new StringBuilder();
		this.run.cluster()
			.all()
			.forEach((member) -> text.append(' ').append(member.name()).append(' ').append(member.residentMegabytes()));
		this.run.report().line("memory in MiB %s:%s", when, text);
	}

	/** Requests come in faster than the model answers. */
	void modelSlow() throws InterruptedException {
		this.run.model().mood(StubModel.Mood.SLOW);
		this.run.load(8);
		TimeUnit.NANOSECONDS.sleep(TIME.toNanos());
		long asked = new Log(this.run.cluster().bootstrapServers()).read("summary-requests").size();
		try (Stored stored = new Stored(this.run.cluster().mongoUri())) {
			long made = stored.all("summaries")
				.stream()
				.filter((each) -> SummaryType.WINDOW.json().equals(each.getString("type")))
				.count();
			this.run.report()
				.line("model slow: %d requests in the topic, %d windows summarized, %d wait for the model again", asked,
						made, stored.all("degraded_summaries").size());
		}
		this.run.workload().stop();
		this.run.model().mood(StubModel.Mood.GOOD);
	}

}
