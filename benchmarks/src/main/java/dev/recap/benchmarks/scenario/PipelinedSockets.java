package dev.recap.benchmarks.scenario;

import java.time.Duration;
import java.util.List;

import dev.recap.benchmarks.load.LoadResult;
import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.load.Requests;
import dev.recap.benchmarks.load.SocketLoad;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** One message a frame, pipelined on 100 WebSockets. */
final class PipelinedSockets implements Scenario {

	private static final int SOCKETS = 100;

	private static final int WINDOW = 64;

	@Override
	public String name() {
		return "ws";
	}

	@Override
	public String does() {
		return "WS /ws/chats, one message a frame, 64 under way on each of 100 sockets; ProducerPerformance beside it";
	}

	@Override
	public List<Goal> goals() {
		return List
			.of(Goal.atLeast("pipelined WebSockets", "recap rate", "ProducerPerformance rate", 0.4, "messages/s"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) {
		lab.broker();
		Child gateway = lab.gateway(256);
		Requests frames = Requests.frames(new Messages(3).singles("ws-", scale.of(100, 1000)));
		return List.of(BatchPosts.performance(lab, scale), new Contender("recap", () -> {
			LoadResult result = load(gateway, frames, scale.time()).requireGood("WebSockets");
			return Figures.of("rate", result.rate(), "p99", result.latencies().percentile(99));
		}));
	}

	private static LoadResult load(Child gateway, Requests frames, Duration time) {
		return SocketLoad.pipelined(gateway.port(), "/ws/chats", SOCKETS, WINDOW, frames, time);
	}

}
