package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What Recap asks of a MongoDB, whichever server it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MongoContractTests {

	private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private MongoClient client;

	private MongoCollection<Document> collection;

	abstract String uri();

	@BeforeEach
	void connect() {
		this.client = MongoClients.create(uri());
		this.collection = this.client.getDatabase("recap_contract")
			.getCollection("c" + UUID.randomUUID().toString().replace("-", ""));
	}

	@AfterEach
	void disconnect() {
		this.collection.drop();
		this.client.close();
	}

	@Test
	void answersAHealthCheck() {
		this.collection.insertOne(document("1"));
		assertThat(this.client.listDatabaseNames()).contains("recap_contract");
		assertThat(this.client.getDatabase("recap_contract").runCommand(new Document("hello", 1)))
			.containsEntry("isWritablePrimary", true)
			.containsKey("maxWireVersion");
	}

	@Test
	void upsertsInBulkInsertEachDocumentOnce() {
		assertThat(upsert(0, 500).getUpserts()).hasSize(500);
		BulkWriteResult again = upsert(250, 750);
		assertThat(again.getUpserts()).hasSize(250);
		assertThat(again.getMatchedCount()).isEqualTo(250);
		assertThat(again.getModifiedCount()).isZero();
		assertThat(this.collection.countDocuments()).isEqualTo(750);
	}

	@Test
	void whatIsUpsertedIsIndexedLikeAnyOther() {
		this.collection.createIndex(Indexes.ascending("terms", "at"));
		Document fields = new Document("at", new Date(5)).append("terms", List.of("ship", "größer 🙂", "nul\0"))
			.append("metadata", new Document("a", List.of(1, new Document("b", 2))));
		this.collection.updateOne(Filters.eq("_id", "x"), new Document("$setOnInsert", fields), UPSERT);
		Document stored = new Document("_id", "x");
		stored.putAll(fields);
		assertThat(this.collection.find(Filters.eq("terms", "größer 🙂"))).containsExactly(stored);
		this.collection.updateOne(Filters.eq("_id", "x"), Updates.set("terms", List.of("nul\0", "late")));
		assertThat(this.collection.find(Filters.in("terms", "ship", "größer 🙂"))).isEmpty();
		assertThat(this.collection.find(Filters.eq("terms", "nul\0"))).hasSize(1);
		this.collection.deleteOne(Filters.eq("_id", "x"));
		assertThat(this.collection.find(Filters.in("terms", "nul\0", "late"))).isEmpty();
	}

	@Test
	void updateOperatorsWorkTogetherInOneUpsert() {
		for (int value : new int[] { 5, 9, 2 }) {
			this.collection.updateOne(Filters.eq("_id", "x"),
					Updates.combine(Updates.inc("sum", value), Updates.max("most", value), Updates.min("least", value),
							Updates.set("last", value), Updates.push("all", value),
							Updates.setOnInsert("first", value)),
					UPSERT);
		}
		assertThat(this.collection.find().first()).isEqualTo(new Document("_id", "x").append("sum", 16)
			.append("most", 9)
			.append("least", 2)
			.append("last", 2)
			.append("all", List.of(5, 9, 2))
			.append("first", 5));
	}

	@Test
	void guardedUpdateTellsWhetherItMatched() {
		this.collection.insertOne(new Document("_id", "p").append("applied", new Document("3", 10L)));
		assertThat(advance(11).getMatchedCount()).isOne();
		assertThat(advance(11).getMatchedCount()).isZero();
		assertThat(this.collection.find().first()).containsEntry("applied", new Document("3", 11L));
	}

	@Test
	void guardedUpdateOfOneDocumentSucceedsOnceAmongMany() throws Exception {
		this.collection.insertOne(new Document("_id", "lease").append("version", 0));
		List<Long> matched = inParallel(16,
				(number) -> this.collection
					.updateOne(Filters.and(Filters.eq("_id", "lease"), Filters.eq("version", 0)),
							Updates.combine(Updates.set("owner", number), Updates.inc("version", 1)))
					.getMatchedCount());
		assertThat(matched.stream().mapToLong(Long::longValue).sum()).isOne();
	}

	@Test
	void guardThatIsNotGreaterOrEqualAlsoTakesAMissingField() {
		this.collection.insertMany(List.of(document("absent"), document("null").append("at", null),
				document("less").append("at", 4), document("equal").append("at", 5), document("more").append("at", 6)));
		assertThat(ids(Filters.not(Filters.gte("at", 5)))).containsExactlyInAnyOrder("absent", "null", "less");
	}

	@Test
	void uniqueIndexLetsOneOfManyConcurrentInsertsIn() throws Exception {
		this.collection.createIndex(Indexes.ascending("a", "b"), new IndexOptions().unique(true));
		List<Boolean> inserted = inParallel(16, (number) -> {
			try {
				this.collection.insertOne(document("id" + number).append("a", 1).append("b", "x"));
				return true;
			}
			catch (MongoWriteException ex) {
				assertThat(ErrorCategory.fromErrorCode(ex.getError().getCode())).isEqualTo(ErrorCategory.DUPLICATE_KEY);
				return false;
			}
		});
		assertThat(inserted).containsOnlyOnce(true);
		this.collection.insertOne(document("other").append("a", 1).append("b", "y"));
		assertThatExceptionOfType(MongoWriteException.class)
			.isThrownBy(() -> this.collection.updateOne(Filters.eq("_id", "other"), Updates.set("b", "x")));
	}

	@Test
	void pagesOfAConversationFollowEachOtherByCursor() {
		messages(300);
		assertThat(pages(Sorts.ascending("timestamp", "partition", "offset"), "$gt"))
			.containsExactlyElementsOf(expected(300));
		assertThat(pages(Sorts.descending("timestamp", "partition", "offset"), "$lt"))
			.containsExactlyElementsOf(expected(300).reversed());
	}

	@Test
	void rangeOfTimeIsReadInOrderWithSkipAndLimit() {
		messages(300);
		List<String> found = ids(this.collection
			.find(Filters.and(Filters.eq("conversation_id", "a"), Filters.gte("timestamp", new Date(10_000)),
					Filters.lt("timestamp", new Date(50_000))))
			.sort(Sorts.ascending("timestamp", "partition", "offset"))
			.skip(5)
			.limit(20));
		assertThat(found).containsExactlyElementsOf(expected(300).subList(105, 125));
	}

	@Test
	void listOfAUserComesLatestFirstWithoutTheHidden() {
		this.collection.createIndex(Indexes.compoundIndex(Indexes.ascending("user_id", "hidden"),
				Indexes.descending("last_at", "conversation_id")));
		for (int i = 0; i < 60; i++) {
			this.collection.insertOne(document("m" + i).append("user_id", (i % 2 == 0) ? "u" : "v")
				.append("hidden", i % 3 == 0)
				.append("last_at", new Date(i / 4 * 1000L))
				.append("conversation_id", String.format("c%02d", i)));
		}
		List<String> found = ids(this.collection.find(new Document("user_id", "u").append("hidden", false))
			.sort(Sorts.descending("last_at", "conversation_id"))
			.limit(4));
		assertThat(found).containsExactly("m58", "m56", "m52", "m50");
		assertThat(this.collection.countDocuments(new Document("user_id", "u").append("hidden", false))).isEqualTo(20);
	}

	@Test
	void arrayIsFoundByEachOfItsElements() {
		this.collection.createIndex(Indexes.ascending("user_id", "terms"));
		this.collection
			.insertMany(List.of(document("1").append("user_id", "u").append("terms", List.of("red", "green", "red")),
					document("2").append("user_id", "u").append("terms", List.of("green")),
					document("3").append("user_id", "v").append("terms", List.of("red")),
					document("4").append("user_id", "u").append("terms", List.of())));
		assertThat(ids(Filters.and(Filters.eq("user_id", "u"), Filters.eq("terms", "red")))).containsExactly("1");
		assertThat(ids(Filters.and(Filters.eq("user_id", "u"), Filters.in("terms", "red", "green"))))
			.containsExactlyInAnyOrder("1", "2");
		assertThat(ids(Filters.and(Filters.eq("user_id", "u"), Filters.all("terms", "red", "green"))))
			.containsExactly("1");
		this.collection.updateOne(Filters.eq("_id", "1"), Updates.set("terms", List.of("blue")));
		assertThat(ids(Filters.and(Filters.eq("user_id", "u"), Filters.eq("terms", "red")))).isEmpty();
		assertThat(ids(Filters.and(Filters.eq("user_id", "u"), Filters.eq("terms", "blue")))).containsExactly("1");
	}

	@Test
	void identifiersAreFoundTogether() {
		upsert(0, 100);
		assertThat(ids(Filters.in("_id", "k3", "k99", "k100", "k3"))).containsExactlyInAnyOrder("k3", "k99");
	}

	@Test
	void dottedFieldsAreReadWrittenAndIndexed() {
		this.collection.createIndex(Indexes.ascending("summary.type", "summary.at"));
		this.collection.insertOne(document("1").append("summary", new Document("type", "rolling").append("at", 1)));
		this.collection.updateOne(Filters.eq("summary.type", "rolling"),
				Updates.combine(Updates.set("summary.at", 7), Updates.inc("usage.input", 3L)));
		assertThat(ids(Filters.and(Filters.eq("summary.type", "rolling"), Filters.gt("summary.at", 5))))
			.containsExactly("1");
		assertThat(this.collection.find().projection(Projections.include("usage.input")).first())
			.isEqualTo(document("1").append("usage", new Document("input", 3L)));
	}

	@Test
	void manyAreUpdatedAndDeletedByTheirConversation() {
		messages(100);
		Bson a = Filters.eq("conversation_id", "a");
		assertThat(this.collection.updateMany(a, Updates.set("hidden", true)).getModifiedCount()).isEqualTo(100);
		assertThat(this.collection.countDocuments(Filters.eq("hidden", true))).isEqualTo(100);
		assertThat(this.collection.deleteMany(a).getDeletedCount()).isEqualTo(100);
		assertThat(this.collection.countDocuments(a)).isZero();
		assertThat(this.collection.countDocuments()).isEqualTo(100);
	}

	@Test
	void groupsWhatItMatches() {
		messages(100);
		List<Document> counts = this.collection
			.aggregate(List.of(new Document("$match", new Document("conversation_id", "a")),
					new Document("$sort", new Document("timestamp", 1)), new Document("$limit", 50),
					new Document("$group", new Document("_id", "$partition").append("n", new Document("$sum", 1))),
					new Document("$sort", new Document("_id", 1))))
			.into(new ArrayList<>());
		assertThat(counts).containsExactly(new Document("_id", 0).append("n", 25),
				new Document("_id", 1).append("n", 25));
	}

	@Test
	void largeResultsComeInBatches() {
		upsert(0, 10_000);
		assertThat(ids(this.collection.find().batchSize(777))).hasSize(10_000).doesNotHaveDuplicates();
		assertThat(ids(this.collection.find())).hasSize(10_000).doesNotHaveDuplicates();
	}

	@Test
	void readersSeeWholeDocumentsWhileWritersChangeThem() throws Exception {
		upsert(0, 50);
		List<Integer> torn = inParallel(8, (number) -> {
			for (int round = 0; round < 60; round++) {
				if (number % 2 == 0) {
					int value = number * 1000 + round;
					this.collection.updateMany(Filters.gte("n", 0), Updates.combine(Updates.set("left", value),
							Updates.set("right", value), Updates.push("history", value)));
				}
				else {
					for (Document document : this.collection.find().batchSize(7)) {
						assertThat(document.get("left")).isEqualTo(document.get("right"));
					}
				}
			}
			return 0;
		});
		assertThat(torn).hasSize(8);
		for (Document document : this.collection.find()) {
			assertThat(document.getList("history", Integer.class)).hasSize(4 * 60);
		}
	}

	private BulkWriteResult upsert(int from, int to) {
		return this.collection.bulkWrite(IntStream.range(from, to)
			.mapToObj((n) -> new UpdateOneModel<Document>(Filters.eq("_id", "k" + n),
					Updates.combine(Updates.setOnInsert("n", n), Updates.setOnInsert("text", "text " + n)), UPSERT))
			.toList(), UNORDERED);
	}

	private UpdateResult advance(long offset) {
		return this.collection.updateOne(
				Filters.and(Filters.eq("_id", "p"), Filters.not(Filters.gte("applied.3", offset))),
				Updates.set("applied.3", offset));
	}

	private void messages(int number) {
		this.collection.createIndex(Indexes.ascending("conversation_id", "timestamp", "partition", "offset"));
		List<Document> messages = new ArrayList<>();
		for (String conversation : List.of("a", "b")) {
			for (int i = number - 1; i >= 0; i--) {
				messages.add(document(conversation + i).append("conversation_id", conversation)
					.append("timestamp", new Date(i / 10 * 1000L))
					.append("partition", i / 5 % 2)
					.append("offset", (long) i));
			}
		}
		this.collection.insertMany(messages);
	}

	private static List<String> expected(int number) {
		return IntStream.range(0, number).mapToObj((i) -> "a" + i).toList();
	}

	private List<String> pages(Bson sort, String comparison) {
		List<String> ids = new ArrayList<>();
		Document query = new Document("conversation_id", "a");
		while (true) {
			List<Document> page = this.collection.find(query).sort(sort).limit(7).into(new ArrayList<>());
			if (page.isEmpty()) {
				return ids;
			}
			page.forEach((message) -> ids.add(message.getString("_id")));
			query = after(page.getLast(), comparison);
		}
	}

	private static Document after(Document message, String comparison) {
		Object timestamp = message.get("timestamp");
		Object partition = message.get("partition");
		return new Document("conversation_id", "a").append("$or",
				List.of(new Document("timestamp", new Document(comparison, timestamp)),
						new Document("timestamp", timestamp).append("partition", new Document(comparison, partition)),
						new Document("timestamp", timestamp).append("partition", partition)
							.append("offset", new Document(comparison, message.get("offset")))));
	}

	private static Document document(String id) {
		return new Document("_id", id);
	}

	private List<String> ids(Bson filter) {
		return ids(this.collection.find(filter));
	}

	private static List<String> ids(Iterable<Document> found) {
		List<String> ids = new ArrayList<>();
		found.forEach((document) -> ids.add(document.getString("_id")));
		return ids;
	}

	private static <T> List<T> inParallel(int number, Numbered<T> task) throws Exception {
		List<Callable<T>> tasks = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			int current = i;
			tasks.add(() -> task.run(current));
		}
		try (ExecutorService threads = Executors.newFixedThreadPool(number)) {
			List<T> results = new ArrayList<>();
			for (Future<T> result : threads.invokeAll(tasks)) {
				results.add(result.get());
			}
			return results;
		}
	}

	private interface Numbered<T> {

		T run(int number) throws Exception;

	}

}
