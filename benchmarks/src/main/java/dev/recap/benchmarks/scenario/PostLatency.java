package dev.recap.benchmarks.scenario;

import java.util.List;

import dev.recap.benchmarks.load.HttpLoad;
import dev.recap.benchmarks.load.LoadResult;
import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.load.Requests;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** How long a single message takes at half the highest rate. */
final class PostLatency implements Scenario {

	private static final int CONNECTIONS = 256;

	private static final int MOST_WARM_UPS = 12;

	@Override
	public String name() {
		return "latency";
	}

	@Override
	public String does() {
		return "POST /chats of one message at half the gateway's highest rate, open loop; the bare endpoint beside it";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMost("single POST at half rate", "recap p99", "bare p99", 5, "ms"),
				Goal.atMost("single POST at half rate", "recap p99", 25, "ms"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) {
		lab.broker();
		Child bare = lab.bare();
		Child gateway = lab.gateway(256);
		Requests requests = Requests.posts("/chats", new Messages(4).singles("latency-", scale.of(100, 1000)));
		double half = highestRate(gateway, requests, scale) / 2;
		return List.of(contender("bare", bare, requests, half, scale),
				contender("recap", gateway, requests, half, scale));
	}

	/** Of a server that is warm. */
	private static double highestRate(Child gateway, Requests requests, Scale scale) {
		double before = 0;
		for (int i = 0; i < scale.of(1, MOST_WARM_UPS); i++) {
			double rate = HttpLoad.closed(gateway.port(), CONNECTIONS, requests, scale.time())
				.requireGood("gateway")
				.rate();
			if (rate < before * 1.05) {
				return Math.max(rate, before);
			}
			before = rate;
		}
		return before;
	}

	private static Contender contender(String name, Child server, Requests requests, double rate, Scale scale) {
		return new Contender(name, () -> {
			LoadResult result = HttpLoad.open(server.port(), CONNECTIONS, rate, requests, scale.time())
				.requireGood(name);
			return Figures.of("p99", result.latencies().percentile(99), "p50", result.latencies().percentile(50))
				.and(Figures.of("rate", result.rate()));
		});
	}

}
