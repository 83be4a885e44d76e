package dev.recap.benchmarks.scenario;

import java.time.Duration;
import java.util.List;

import dev.recap.benchmarks.load.Crowd;
import dev.recap.benchmarks.load.LoadResult;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** How long a message takes to a room full of sockets. */
final class FanOut implements Scenario {

	private static final double MESSAGES_A_SECOND = 20;

	@Override
	public String name() {
		return "fan-out";
	}

	@Override
	public String does() {
		return "one of 500 sockets of a room says 20 messages/s, and all others hear them";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMost("room fan-out to 500 sockets", "recap p99", 30, "ms"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		Child gateway = lab.gateway(256);
		Crowd crowd = lab.keep(new Crowd(gateway.port(), "/ws?username=user-#&room=crowded", scale.of(50, 500)));
		crowd.awaitSilence(Duration.ofSeconds(1));
		return List.of(new Contender("recap", () -> {
			LoadResult result = crowd.speak(MESSAGES_A_SECOND, scale.time()).requireGood("room");
			return Figures.of("p99", result.latencies().percentile(99), "p50", result.latencies().percentile(50));
		}));
	}

}
