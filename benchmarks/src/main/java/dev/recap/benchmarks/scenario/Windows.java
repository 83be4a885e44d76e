package dev.recap.benchmarks.scenario;

import java.util.List;

import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** How fast the Streams app goes through the log. */
final class Windows implements Scenario {

	private static final int CONVERSATIONS = 1000;

	@Override
	public String name() {
		return "windows";
	}

	@Override
	public String does() {
		return "a stalled Streams app (exactly_once_v2, one core) goes on with a backlog of 1,000 conversations";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atLeast("Streams windows, one core", "recap rate", 40_000, "messages/s"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(256);
		Child worker = lab.workerOnOneCore(512, "--recap.worker.roles=window", "--recap.window.session-timeout=60s");
		Backlog backlog = lab.keep(new Backlog(lab.bootstrapServers(), Backlog.TOPIC));
		int count = scale.of(5000, 300_000);
		Contender recap = new Contender("recap",
				() -> goThrough(worker, backlog, "recap-windows", "windows-", CONVERSATIONS, count));
		return List.of(recap);
	}

	/** Lets a stalled app read what was written meanwhile. */
	static Figures goThrough(Child worker, Backlog backlog, String group, String prefix, int conversations, int count)
			throws InterruptedException {
		worker.stall();
		backlog.write(count, prefix, conversations, "ann");
		long start = System.nanoTime();
		worker.goOn();
		backlog.awaitEnd(() -> backlog.committed(group));
		return Figures.of("rate", count * 1e9 / (System.nanoTime() - start));
	}

}
