package dev.recap.benchmarks.scenario;

import java.util.List;
import java.util.stream.IntStream;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.recap.benchmarks.load.HttpLoad;
import dev.recap.benchmarks.load.Requests;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** Whether what is stored already makes storing and reading dearer. */
final class Growth implements Scenario {

	private static final int CONNECTIONS = 16;

	/** The conversations that go on, and are read, among the others. */
	private static final int TALKING = 1000;

	private static final int EACH = 2;

	@Override
	public String name() {
		return "growth";
	}

	@Override
	public String does() {
		return "1,000 conversations go on and are read among 1,000 or 10,000 (--full: 10^4 or 10^5) stored ones, "
				+ "and one of 10^3 or 10^4 (--full: 10^5) messages";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atLeast("archiving among many conversations", "many rate", "few rate", 0.8, "messages/s"),
				Goal.atLeast("reading among many conversations", "many page", "few page", 0.8, "requests/s"),
				Goal.atLeast("archiving a long conversation", "many long", "few long", 0.8, "messages/s"),
				Goal.atLeast("newest page of a long conversation", "many last", "few last", 0.8, "requests/s"));
	}

	@Override
	public int mostWarmUps() {
		return 6;
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		Contender few = contender(lab, scale, "few", scale.of(1000, 1000, 10_000), 1000);
		Contender many = contender(lab, scale, "many", scale.of(2000, 10_000, 100_000),
				scale.of(2000, 10_000, 100_000));
		return List.of(few, many);
	}

	/** A database of its own, its archiver and its reader. */
	private static Contender contender(Lab lab, Scale scale, String name, int conversations, int length)
			throws InterruptedException {
		lab.mongo(scale.of(512, 1536, 4096));
		String topic = "chat-messages-" + name;
		String naming = "--recap.topics.names.chat-messages=" + topic;
		Child worker = lab.worker(512, "--recap.worker.roles=history", "--recap.history.group-id=archiver-" + name,
				"--recap.history.session-timeout=60s", naming);
		Child query = lab.query(256, naming);
		MongoDatabase database = lab.keep(MongoClients.create(lab.mongoUri())).getDatabase("recap");
		Backlog backlog = lab.keep(new Backlog(lab.bootstrapServers(), topic));
		// As many of each conversation, so that their pages are alike.
		backlog.write(conversations * EACH, "stored-", conversations, "ann");
		backlog.awaitEnd(() -> Backlog.applied(database));
		Stored stored = new Stored(worker, query, backlog, database, scale);
		return new Contender(name, () -> measure(stored, length));
	}

	private static Figures measure(Stored stored, int length) throws InterruptedException {
		int count = stored.scale().of(1000, 50_000);
		double rate = stored.archive(count, "stored-", TALKING);
		double page = stored
			.read(IntStream.range(0, TALKING).mapToObj((i) -> "/chats/stored-" + i + "?limit=" + EACH).toList());
		// A new one each time, or the short one would grow with every round.
		String grown = "long-" + System.nanoTime() + "-";
		stored.fill(length, grown);
		double grow = stored.archive(count / 10, grown, 1);
		double last = stored.read(List.of("/chats/" + grown + "0?limit=50&order=desc"));
		return Figures.of("rate", rate, "page", page).and(Figures.of("long", grow, "last", last));
	}

	/**
	 * What is stored, and the way in and out.
	 */
	private record Stored(Child worker, Child query, Backlog backlog, MongoDatabase database, Scale scale) {

		void fill(int count, String prefix) throws InterruptedException {
			this.backlog.write(count, prefix, 1, "ann");
			this.backlog.awaitEnd(() -> Backlog.applied(this.database));
		}

		double archive(int count, String prefix, int conversations) throws InterruptedException {
			this.worker.stall();
			this.backlog.write(count, prefix, conversations, "ann");
			long start = System.nanoTime();
			this.worker.goOn();
			this.backlog.awaitEnd(() -> Backlog.applied(this.database));
			return count * 1e9 / (System.nanoTime() - start);
		}

		double read(List<String> paths) {
			return HttpLoad.closed(this.query.port(), CONNECTIONS, Requests.gets(paths), this.scale.third())
				.requireGood(paths.getFirst())
				.rate();
		}

	}

}
