package dev.recap.benchmarks.scenario;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;
import dev.recap.schema.store.MessageDocument;
import org.bson.Document;

/** How fast a backlog gets into the database. */
final class Archiving implements Scenario {

	private static final int BULK = 500;

	private static final int CONVERSATIONS = 1000;

	@Override
	public String name() {
		return "archiver";
	}

	@Override
	public String does() {
		return "a stalled archiver goes on with a backlog; the same documents by raw bulkWrite upserts of 500 beside it, "
				+ "without indexes and with those the archive has";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atLeast("archiver: topic → database", "recap rate", "bulkWrite rate", 0.7, "documents/s"),
				Goal.beside("archiver: topic → database", "recap rate", "indexed rate", "documents/s"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(6144);
		Child worker = lab.worker(768, "--recap.worker.roles=history", "--recap.history.session-timeout=60s");
		MongoClient client = lab.keep(MongoClients.create(lab.mongoUri() + "?w=majority"));
		MongoDatabase database = client.getDatabase("recap");
		Backlog backlog = lab.keep(new Backlog(lab.bootstrapServers(), Backlog.TOPIC));
		int count = scale.of(5000, 200_000);
		Contender recap = new Contender("recap", () -> archive(worker, backlog, database, count));
		MongoDatabase other = client.getDatabase("raw");
		Contender raw = new Contender("bulkWrite", () -> upsert(other, List.of(), count));
		Contender indexed = new Contender("indexed", () -> upsert(other, indexes(database), count));
		return List.of(raw, indexed, recap);
	}

	private static Figures archive(Child worker, Backlog backlog, MongoDatabase database, int count)
			throws InterruptedException {
		worker.stall();
		backlog.write(count, "archived-", CONVERSATIONS, "ann");
		// Into a collection as empty as that of the others.
		emptied(database, indexes(database));
		long start = System.nanoTime();
		worker.goOn();
		backlog.awaitEnd(() -> Backlog.applied(database));
		return Figures.of("rate", count * 1e9 / (System.nanoTime() - start));
	}

	private static MongoCollection<Document> emptied(MongoDatabase database, List<Document> indexes) {
		MongoCollection<Document> collection = database.getCollection(MessageDocument.COLLECTION);
		collection.drop();
		if (!indexes.isEmpty()) {
			indexes.forEach((index) -> index.remove("ns"));
			database.runCommand(new Document("createIndexes", MessageDocument.COLLECTION).append("indexes", indexes));
		}
		return collection;
	}

	private static List<Document> indexes(MongoDatabase archive) {
		List<Document> indexes = archive.getCollection(MessageDocument.COLLECTION)
			.listIndexes()
			.into(new ArrayList<>())
			.stream()
			.filter((index) -> !"_id_".equals(index.getString("name")))
			.toList();
		if (indexes.isEmpty()) {
			throw new IllegalStateException("The archive has no indexes yet");
		}
		return indexes;
	}

	/** Only the writing counts, not the making of documents. */
	private static Figures upsert(MongoDatabase database, List<Document> indexes, int count) {
		MongoCollection<Document> collection = emptied(database, indexes);
		Messages messages = new Messages(6);
		long nanos = 0;
		for (int i = 0; i < count; i += BULK) {
			List<UpdateOneModel<Document>> bulk = bulk(messages, i, Math.min(BULK, count - i));
			long start = System.nanoTime();
			collection.bulkWrite(bulk, new BulkWriteOptions().ordered(false));
			nanos += System.nanoTime() - start;
		}
		collection.drop();
		return Figures.of("rate", count * 1e9 / nanos);
	}

	private static List<UpdateOneModel<Document>> bulk(Messages messages, int from, int size) {
		List<UpdateOneModel<Document>> bulk = new ArrayList<>(size);
		for (int i = from; i < from + size; i++) {
			MessageDocument message = MessageDocument.of(
					Backlog.message("raw-" + i % CONVERSATIONS, "m-" + i, "ann", messages.text()), 0, i,
					Instant.ofEpochMilli(i), "1");
			Document document = new Document(message.toMap());
			Object id = document.remove("_id");
			bulk.add(new UpdateOneModel<>(Filters.eq(id), new Document("$setOnInsert", document),
					new UpdateOptions().upsert(true)));
		}
		return bulk;
	}

}
