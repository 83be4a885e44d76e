package dev.recap.benchmarks.scenario;

import java.util.ArrayList;
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

/** One message a request, 256 connections. */
final class SinglePosts implements Scenario {

	static final int CONNECTIONS = 256;

	@Override
	public String name() {
		return "single";
	}

	@Override
	public String does() {
		return "POST /chats of one message, 256 connections, closed loop; bare Reactor Netty and FastAPI beside it";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atLeast("single POST", "recap rate", "bare rate", 0.5, "requests/s"),
				Goal.atLeast("single POST", "recap rate", "fastapi rate", 10, "requests/s"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) {
		lab.broker();
		lab.mongo(1536);
		List<Contender> contenders = new ArrayList<>();
		contenders.add(contender("bare", lab.bare(), scale));
		contenders.add(contender("recap", lab.gateway(256), scale));
		lab.fastApi().ifPresent((child) -> contenders.add(contender("fastapi", child, scale)));
		return contenders;
	}

	private static Contender contender(String name, Child server, Scale scale) {
		Requests requests = Requests.posts("/chats", new Messages(1).singles("single-", scale.of(100, 1000)));
		return new Contender(name, () -> {
			LoadResult result = HttpLoad.closed(server.port(), CONNECTIONS, requests, scale.time()).requireGood(name);
			return Figures.of("rate", result.rate(), "p99", result.latencies().percentile(99));
		});
	}

}
