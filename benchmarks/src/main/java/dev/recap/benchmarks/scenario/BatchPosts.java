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

/** A hundred messages a request, 16 connections. */
final class BatchPosts implements Scenario {

	static final int BATCH = 100;

	static final int CONNECTIONS = 16;

	private static final int RECORDS_A_SECOND = 200_000;

	@Override
	public String name() {
		return "batch";
	}

	@Override
	public String does() {
		return "POST /chats of 100 messages, 16 connections, closed loop; ProducerPerformance and FastAPI beside it";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atLeast("batches of 100", "recap rate", "ProducerPerformance rate", 0.5, "messages/s"),
				Goal.atLeast("batches of 100", "recap rate", "fastapi rate", 6, "messages/s"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) {
		lab.broker();
		lab.mongo(3072);
		List<Contender> contenders = new ArrayList<>();
		contenders.add(performance(lab, scale));
		contenders.add(contender("recap", lab.gateway(256), scale));
		lab.fastApi().ifPresent((child) -> contenders.add(contender("fastapi", child, scale)));
		return contenders;
	}

	/** Kafka's own measurement, for about as long as the others are measured. */
	static Contender performance(Lab lab, Scale scale) {
		long records = RECORDS_A_SECOND * scale.time().toMillis() / 1000;
		return new Contender("ProducerPerformance", () -> Figures.of("rate", lab.producerPerformance(records)));
	}

	private static Contender contender(String name, Child server, Scale scale) {
		Requests requests = Requests.posts("/chats", new Messages(2).batches("batch-", scale.of(50, 500), BATCH));
		return new Contender(name, () -> {
			LoadResult result = HttpLoad.closed(server.port(), CONNECTIONS, requests, scale.time()).requireGood(name);
			return Figures.of("rate", result.rate() * BATCH, "p99", result.latencies().percentile(99));
		});
	}

}
