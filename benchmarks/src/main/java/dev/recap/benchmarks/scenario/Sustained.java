package dev.recap.benchmarks.scenario;

import java.util.List;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.recap.benchmarks.load.HttpLoad;
import dev.recap.benchmarks.load.LoadResult;
import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.load.Requests;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** How much goes all the way while everything runs. */
final class Sustained implements Scenario {

	@Override
	public String name() {
		return "sustained";
	}

	@Override
	public String does() {
		return "batches of 100 on 16 connections, all roles running; from the first POST until the last message is stored";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atLeast("sustained, POST → database", "recap rate", 30_000, "messages/s"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(8192);
		Child gateway = lab.gateway(256);
		lab.worker(1024);
		lab.query(384);
		MongoDatabase database = lab.keep(MongoClients.create(lab.mongoUri())).getDatabase("recap");
		Backlog backlog = lab.keep(new Backlog(lab.bootstrapServers(), Backlog.TOPIC));
		Requests batches = Requests.posts("/chats",
				new Messages(9).batches("sustained-", scale.of(50, 1000), BatchPosts.BATCH));
		Contender recap = new Contender("recap", () -> {
			long before = backlog.end();
			long start = System.nanoTime();
			LoadResult result = HttpLoad.closed(gateway.port(), BatchPosts.CONNECTIONS, batches, scale.time())
				.requireGood("gateway");
			backlog.awaitEnd(() -> Backlog.applied(database));
			double seconds = (System.nanoTime() - start) / 1e9;
			return Figures.of("rate", (backlog.end() - before) / seconds, "accepted", result.rate() * BatchPosts.BATCH);
		});
		return List.of(recap);
	}

}
