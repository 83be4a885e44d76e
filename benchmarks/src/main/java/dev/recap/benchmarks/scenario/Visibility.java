package dev.recap.benchmarks.scenario;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import dev.recap.benchmarks.load.HttpLoad;
import dev.recap.benchmarks.load.Latencies;
import dev.recap.benchmarks.load.LoadResult;
import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.load.Requests;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;
import dev.recap.schema.store.MessageDocument;
import org.bson.Document;

/** How long after its POST a message is in the database. */
final class Visibility implements Scenario {

	private static final int BATCHES_A_SECOND = 50;

	private static final double PROBES_A_SECOND = 20;

	private long probes;

	@Override
	public String name() {
		return "visible";
	}

	@Override
	public String does() {
		return "20 single messages/s are posted and looked for in the database, alone and beside 5,000 others/s";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMost("POST → visible, idle", "idle p99", 30, "ms"),
				Goal.atMost("POST → visible, 5,000 messages/s", "loaded p99", 60, "ms"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(3072);
		Child gateway = lab.gateway(256);
		lab.worker(768);
		MongoClient client = lab.keep(MongoClients.create(lab.mongoUri()));
		MongoCollection<Document> messages = client.getDatabase("recap").getCollection(MessageDocument.COLLECTION);
		Requests batches = Requests.posts("/chats",
				new Messages(7).batches("flow-", scale.of(50, 500), BatchPosts.BATCH));
		Contender idle = new Contender("idle", () -> probe(gateway, messages, scale.time()));
		Contender loaded = new Contender("loaded", () -> {
			CompletableFuture<LoadResult> load = CompletableFuture.supplyAsync(() -> HttpLoad.open(gateway.port(),
					BatchPosts.CONNECTIONS, BATCHES_A_SECOND, batches, scale.time().plusSeconds(1)));
			Figures figures = probe(gateway, messages, scale.time());
			load.join().requireGood("the flow beside the probes");
			return figures;
		});
		return List.of(idle, loaded);
	}

	private Figures probe(Child gateway, MongoCollection<Document> messages, Duration time)
			throws IOException, InterruptedException {
		Latencies latencies = new Latencies();
		Messages texts = new Messages(8);
		long interval = (long) (1e9 / PROBES_A_SECOND);
		long start = System.nanoTime();
		try (PlainHttp http = new PlainHttp(gateway.port())) {
			for (long intended = start; intended - start < time.toNanos(); intended += interval) {
				sleepUntil(intended);
				String id = "probe-" + this.probes++;
				http.post("/chats", texts.known("probed", "ann", id));
				awaitVisible(messages, MessageDocument.id("probed", id));
				latencies.record(intended, System.nanoTime());
			}
		}
		return Figures.of("p99", latencies.percentile(99), "p50", latencies.percentile(50));
	}

	private static void sleepUntil(long nanos) throws InterruptedException {
		long left = nanos - System.nanoTime();
		if (left > 0) {
			TimeUnit.NANOSECONDS.sleep(left);
		}
	}

	private static void awaitVisible(MongoCollection<Document> messages, String id) throws InterruptedException {
		while (messages.find(Filters.eq(id)).projection(Projections.include("_id")).first() == null) {
			// Who looks more often takes the processor from what is looked for.
			TimeUnit.MILLISECONDS.sleep(1);
		}
	}

}
