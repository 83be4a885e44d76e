package dev.recap.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;

import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/**
 * How long everything takes from {@code java -jar} until it is ready; the services as
 * their images start them, and from the packaged jar.
 */
final class Startup implements Scenario {

	private static final int MEGABYTES = 512;

	@Override
	public String name() {
		return "startup";
	}

	@Override
	public String does() {
		return "from java -jar until GET /health says 200: standalone, and each service as in its image, and packaged";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMost("standalone ready", "standalone seconds", 12, "s"),
				Goal.atMost("gateway ready", "ingest-gateway seconds", 5, "s"),
				Goal.atMost("worker ready", "summarizer-worker seconds", 5, "s"),
				Goal.atMost("query API ready", "query-api seconds", 5, "s"),
				Goal.none("gateway ready, packaged jar", "ingest-gateway-jar seconds", "s"),
				Goal.none("worker ready, packaged jar", "summarizer-worker-jar seconds", "s"),
				Goal.none("query API ready, packaged jar", "query-api-jar seconds", "s"));
	}

	@Override
	public int mostWarmUps() {
		return 0;
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) {
		lab.broker();
		lab.mongo(512);
		List<Contender> contenders = new ArrayList<>();
		contenders.add(new Contender("standalone", () -> Figures.of("seconds", lab.secondsToStartStandalone())));
		for (String name : List.of("ingest-gateway", "summarizer-worker", "query-api")) {
			contenders.add(service(lab, name, name, lab.train(name, MEGABYTES)));
			contenders.add(service(lab, name + "-jar", name, lab.packaged(name)));
		}
		return contenders;
	}

	private static Contender service(Lab lab, String contender, String name, List<String> application) {
		return new Contender(contender, () -> Figures.of("seconds", lab.secondsToStart(name, MEGABYTES, application)));
	}

}
