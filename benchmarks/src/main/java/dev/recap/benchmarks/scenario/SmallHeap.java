package dev.recap.benchmarks.scenario;

import java.util.List;

import dev.recap.benchmarks.load.HttpLoad;
import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.load.Requests;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** Whether 256 MiB of heap are enough for the gateway at full rate. */
final class SmallHeap implements Scenario {

	@Override
	public String name() {
		return "small-heap";
	}

	@Override
	public String does() {
		return "batches of 100 at full rate into a gateway of 256 MiB of heap, and into one of 1 GiB";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atLeast("gateway in 256 MiB", "256MiB rate", "1GiB rate", 0.9, "messages/s"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) {
		lab.broker();
		return List.of(contender("256MiB", lab.gateway(256), scale), contender("1GiB", lab.gateway(1024), scale));
	}

	private static Contender contender(String name, Child gateway, Scale scale) {
		Requests requests = Requests.posts("/chats",
				new Messages(11).batches("heap-", scale.of(50, 500), BatchPosts.BATCH));
		return new Contender(name, () -> Figures.of("rate",
				HttpLoad.closed(gateway.port(), BatchPosts.CONNECTIONS, requests, scale.time()).requireGood(name).rate()
						* BatchPosts.BATCH));
	}

}
