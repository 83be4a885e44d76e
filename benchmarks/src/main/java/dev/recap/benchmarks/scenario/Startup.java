package dev.recap.benchmarks.scenario;

import java.util.List;

import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** How long everything takes from {@code java -jar} until it is ready. */
final class Startup implements Scenario {

	private static final int MEGABYTES = 512;

	@Override
	public String name() {
		return "startup";
	}

	@Override
	public String does() {
		return "from java -jar until GET /health says 200: standalone, and each service beside a running broker";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMost("standalone ready", "standalone seconds", 12, "s"),
				Goal.atMost("gateway ready", "ingest-gateway seconds", 5, "s"),
				Goal.atMost("worker ready", "summarizer-worker seconds", 5, "s"),
				Goal.atMost("query API ready", "query-api seconds", 5, "s"));
	}

	@Override
	public int mostWarmUps() {
		return 0;
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) {
		lab.broker();
		lab.mongo(512);
		return List.of(new Contender("standalone", () -> Figures.of("seconds", lab.secondsToStartStandalone())),
				service(lab, "ingest-gateway"), service(lab, "summarizer-worker"), service(lab, "query-api"));
	}

	private static Contender service(Lab lab, String name) {
		return new Contender(name, () -> Figures.of("seconds", lab.secondsToStart(name, MEGABYTES)));
	}

}
