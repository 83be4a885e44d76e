package dev.recap.benchmarks.scenario;

import java.util.List;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.recap.benchmarks.load.HttpLoad;
import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.load.Requests;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/**
 * What a message takes of the processor and of the heap, in the gateway and the archiver.
 */
final class Cost implements Scenario {

	@Override
	public String name() {
		return "cost";
	}

	@Override
	public String does() {
		return "processor time and allocation of one process for each message: single posts, batches of 100, archiving";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.none("gateway, single POST: processor", "single time", "µs"),
				Goal.none("gateway, single POST: allocation", "single bytes", "bytes"),
				Goal.none("gateway, batches of 100: processor", "batch time", "µs a message"),
				Goal.none("gateway, batches of 100: allocation", "batch bytes", "bytes a message"),
				Goal.none("archiver: processor", "archiver time", "µs a message"),
				Goal.none("archiver: allocation", "archiver bytes", "bytes a message"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(6144);
		// The database is not to hold the tens of millions that are posted.
		Child gateway = lab.gateway(256, "--recap.topics.names.chat-messages=posted");
		Child archiver = lab.worker(768, "--recap.worker.roles=history");
		MongoDatabase database = lab.keep(MongoClients.create(lab.mongoUri())).getDatabase("recap");
		Backlog backlog = lab.keep(new Backlog(lab.bootstrapServers(), Backlog.TOPIC));
		Messages messages = new Messages(12);
		Requests singles = Requests.posts("/chats", messages.singles("single-", scale.of(50, 1000)));
		Requests batches = Requests.posts("/chats", messages.batches("batch-", scale.of(50, 500), BatchPosts.BATCH));
		int count = scale.of(5000, 100_000);
		return List.of(new Contender("single", () -> posts(gateway, SinglePosts.CONNECTIONS, singles, 1, scale)),
				new Contender("batch", () -> posts(gateway, BatchPosts.CONNECTIONS, batches, BatchPosts.BATCH, scale)),
				new Contender("archiver", () -> each(archiver, () -> {
					backlog.write(count, "cost-", 1000, "ann");
					backlog.awaitEnd(() -> Backlog.applied(database));
					return count;
				})));
	}

	private static Figures posts(Child gateway, int connections, Requests requests, int size, Scale scale)
			throws Exception {
		return each(gateway,
				() -> HttpLoad.closed(gateway.port(), connections, requests, scale.time())
					.requireGood("gateway")
					.answered() * size);
	}

	/** Work that says how many messages it was. */
	@FunctionalInterface
	private interface Work {

		long run() throws Exception;

	}

	private static Figures each(Child process, Work work) throws Exception {
		long allocated = process.allocated();
		long nanos = process.processorTime().toNanos();
		double messages = work.run();
		return Figures.of("time", (process.processorTime().toNanos() - nanos) / messages / 1000, "bytes",
				(process.allocated() - allocated) / messages);
	}

}
