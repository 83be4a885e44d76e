package dev.recap.standalone.mongo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import org.bson.Document;

/** Measures the embedded server; arguments are a folder to fill and how many messages. */
final class MongoMeasurement {

	private static final int A_CONVERSATION = 200;

	private static final int BATCH = 1000;

	private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private final int messages;

	private final MongoDatabase database;

	private final Random random = new Random(7);

	private MongoMeasurement(int messages, MongoDatabase database) {
		this.messages = messages;
		this.database = database;
	}

	public static void main(String[] arguments) throws IOException {
		Path folder = Path.of(arguments[0]);
		int messages = Integer.parseInt(arguments[1]);
		try (EmbeddedMongo server = start(folder); MongoClient client = MongoClients.create(server.uri())) {
			new MongoMeasurement(messages, client.getDatabase("recap")).run();
		}
		print("journal %d MB", Files.size(folder.resolve("journal")) / 1_000_000);
		start(folder).close();
	}

	private static EmbeddedMongo start(Path folder) throws IOException {
		long before = System.nanoTime();
		EmbeddedMongo server = EmbeddedMongo.start(folder, new InetSocketAddress("127.0.0.1", 0));
		print("started in %d ms", (System.nanoTime() - before) / 1_000_000);
		return server;
	}

	private void run() {
		createIndexes();
		fill("messages", this.messages, this::message);
		fill("memberships", this.messages / 50, this::membership);
		update();
		printMemory();
		print("first pages: %s", times(this::page));
		print("pages after a cursor: %s", times(this::pageAfterCursor));
		print("users' lists: %s", times(this::list));
		print("counts of a conversation: %s", times(this::count));
		print("pages skipped to: %s", times(this::skip));
	}

	private void createIndexes() {
		messages().createIndex(Indexes.ascending("conversation_id", "timestamp", "partition", "offset"));
		memberships().createIndex(Indexes.compoundIndex(Indexes.ascending("user_id", "hidden"),
				Indexes.descending("last_at", "conversation_id")));
	}

	private void fill(String collection, int number, Numbered documents) {
		long before = System.nanoTime();
		for (int from = 0; from < number; from += BATCH) {
			List<WriteModel<Document>> upserts = new ArrayList<>();
			for (int i = from; i < Math.min(number, from + BATCH); i++) {
				Document document = documents.document(i);
				Object id = document.remove("_id");
				upserts
					.add(new UpdateOneModel<>(Filters.eq("_id", id), new Document("$setOnInsert", document), UPSERT));
			}
			this.database.getCollection(collection).bulkWrite(upserts, UNORDERED);
		}
		double seconds = (System.nanoTime() - before) / 1e9;
		print("%s: %d upserts in %.1f s, %.0f/s", collection, number, seconds, number / seconds);
	}

	private void update() {
		long before = System.nanoTime();
		int updates = this.messages / 10;
		for (int from = 0; from < updates; from += BATCH) {
			List<WriteModel<Document>> models = new ArrayList<>();
			for (int i = from; i < from + BATCH; i++) {
				models.add(new UpdateOneModel<>(Filters.eq("_id", conversation(i % 1000)),
						Updates.combine(Updates.inc("message_count", 1L), Updates.max("last_at", new Date(i)),
								Updates.set("applied." + i % 12, (long) i), Updates.setOnInsert("user_id", "u")),
						UPSERT));
			}
			this.database.getCollection("conversations").bulkWrite(models, UNORDERED);
		}
		print("conversations: %.0f updates/s", updates / ((System.nanoTime() - before) / 1e9));
	}

	private Document message(int number) {
		int conversations = Math.max(1, this.messages / A_CONVERSATION);
		String conversation = conversation(number % conversations);
		return new Document("_id", conversation + "/m-" + number).append("conversation_id", conversation)
			.append("message_id", "m-" + number)
			.append("user_id", "user-" + number % 1000)
			.append("role", "user")
			.append("content", "Could somebody look at the deployment before noon, please? ".repeat(2) + number)
			.append("timestamp", new Date(1_760_000_000_000L + number))
			.append("partition", number % 12)
			.append("offset", (long) number)
			.append("appended_at", new Date(1_760_000_000_500L + number))
			.append("generation", "");
	}

	private Document membership(int number) {
		String user = "user-" + number % 1000;
		return new Document("_id", user + "/" + conversation(number)).append("user_id", user)
			.append("conversation_id", conversation(number))
			.append("message_count", 3L)
			.append("last_at", new Date(1_760_000_000_000L + number))
			.append("hidden", number % 10 == 0);
	}

	private void page(int round) {
		messages().find(new Document("conversation_id", anyConversation()))
			.sort(Sorts.ascending("timestamp", "partition", "offset"))
			.limit(50)
			.into(new ArrayList<>());
	}

	private void pageAfterCursor(int round) {
		Date timestamp = new Date(1_760_000_000_000L + this.random.nextInt(this.messages));
		Document query = new Document("conversation_id", anyConversation()).append("$or", List.of(
				new Document("timestamp", new Document("$gt", timestamp)),
				new Document("timestamp", timestamp).append("partition", new Document("$gt", 3)),
				new Document("timestamp", timestamp).append("partition", 3).append("offset", new Document("$gt", 5L))));
		messages().find(query)
			.sort(Sorts.ascending("timestamp", "partition", "offset"))
			.limit(50)
			.into(new ArrayList<>());
	}

	private void list(int round) {
		memberships().find(new Document("user_id", "user-" + this.random.nextInt(1000)).append("hidden", false))
			.sort(Sorts.descending("last_at", "conversation_id"))
			.limit(20)
			.into(new ArrayList<>());
	}

	private void count(int round) {
		messages().countDocuments(new Document("conversation_id", anyConversation()));
	}

	private void skip(int round) {
		messages().find()
			.sort(Sorts.ascending("conversation_id", "timestamp"))
			.skip(this.messages / 10)
			.limit(20)
			.first();
	}

	private String anyConversation() {
		return conversation(this.random.nextInt(Math.max(1, this.messages / A_CONVERSATION)));
	}

	private static String conversation(int number) {
		return String.format("0192f0c4-7d3e-7aaa-8bbb-%012d", number);
	}

	private MongoCollection<Document> messages() {
		return this.database.getCollection("messages");
	}

	private MongoCollection<Document> memberships() {
		return this.database.getCollection("memberships");
	}

	private static String times(IntConsumer task) {
		long[] micros = new long[2000];
		for (int i = -500; i < micros.length; i++) {
			long before = System.nanoTime();
			task.accept(i);
			if (i >= 0) {
				micros[i] = (System.nanoTime() - before) / 1000;
			}
		}
		Arrays.sort(micros);
		return String.format("median %.2f ms, 99th percentile %.2f ms", micros[1000] / 1e3, micros[1980] / 1e3);
	}

	private static void printMemory() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		Runtime runtime = Runtime.getRuntime();
		print("heap %d MB", (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000);
	}

	private static void print(String format, Object... values) {
		System.out.println(String.format(format, values));
	}

	private interface Numbered {

		Document document(int number);

	}

}
