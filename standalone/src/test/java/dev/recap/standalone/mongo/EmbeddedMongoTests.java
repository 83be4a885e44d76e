package dev.recap.standalone.mongo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.embedded.EmbeddedChannel;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

class EmbeddedMongoTests {

	private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

	@TempDir
	private Path folder;

	@Test
	void keepsDocumentsIndexesAndEmptyCollectionsOverARestart() throws IOException {
		inServer((database) -> {
			MongoCollection<Document> kept = database.getCollection("kept");
			kept.createIndex(Indexes.ascending("a", "b"), new IndexOptions().unique(true));
			kept.createIndex(Indexes.ascending("dropped"));
			kept.insertMany(List.of(document(1).append("a", 1).append("b", List.of("x", "y")), document(2),
					document(3).append("a", 3)));
			kept.updateOne(Filters.eq("_id", 2), Updates.set("a", 2));
			kept.deleteOne(Filters.eq("_id", 3));
			kept.dropIndex(Indexes.ascending("dropped"));
			database.getCollection("gone").insertOne(document(1));
			database.getCollection("gone").drop();
			database.createCollection("empty");
		});
		Set<Document> indexes = new HashSet<>();
		inServer((database) -> database.getCollection("kept").listIndexes().into(indexes));
		inServer((database) -> {
			MongoCollection<Document> kept = database.getCollection("kept");
			assertThat(kept.find()).containsExactlyInAnyOrder(document(1).append("a", 1).append("b", List.of("x", "y")),
					document(2).append("a", 2));
			assertThat(kept.find(Filters.eq("b", "y")).first()).containsEntry("_id", 1);
			assertThat(kept.listIndexes()).containsExactlyInAnyOrderElementsOf(indexes).hasSize(2);
			assertThat(database.listCollectionNames()).containsExactlyInAnyOrder("kept", "empty");
			assertThatExceptionOfType(MongoWriteException.class)
				.isThrownBy(() -> kept.insertOne(document(4).append("a", 1).append("b", "x")));
		});
	}

	@Test
	void forgetsADroppedDatabase() throws IOException {
		inServer((database) -> {
			database.getCollection("c").createIndex(Indexes.ascending("a"));
			database.getCollection("c").insertOne(document(1));
			database.drop();
			assertThat(database.listCollectionNames()).isEmpty();
		});
		inServer((database) -> {
			assertThat(database.listCollectionNames()).isEmpty();
			database.getCollection("c").insertOne(document(1));
			assertThat(database.getCollection("c").listIndexes()).hasSize(1);
		});
	}

	@Test
	void keepsWhatWasAcknowledgedWhereverTheLastWriteIsCutOff() throws IOException {
		inServer((database) -> database.getCollection("c").insertMany(List.of(document(1), document(2))));
		long before = Files.size(journal());
		inServer((database) -> database.getCollection("c").insertMany(List.of(document(3), document(4))));
		byte[] whole = Files.readAllBytes(journal());
		for (int length = (int) before; length < whole.length; length++) {
			Files.write(journal(), Arrays.copyOf(whole, length));
			assertThat(replayed()).as("cut at %d of %d", length, whole.length).containsExactlyInAnyOrder(1, 2);
			assertThat(Files.size(journal())).isEqualTo(before);
		}
		Files.write(journal(), whole);
		assertThat(replayed()).containsExactlyInAnyOrder(1, 2, 3, 4);
	}

	@Test
	void keepsWhatWasAcknowledgedWhenTheProcessIsKilled() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), EmbeddedMongoProcess.class.getName(), this.folder.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		AtomicInteger acknowledged = new AtomicInteger();
		try {
			insertUntilKilled(process, acknowledged);
		}
		finally {
			process.destroyForcibly();
		}
		List<Integer> kept = replayed();
		assertThat(kept).containsAll(IntStream.range(0, acknowledged.get()).boxed().toList());
		assertThat(kept.size()).isBetween(acknowledged.get(), acknowledged.get() + 1);
	}

	@Test
	void goesOnWritingAfterALastRecordThatWasCutOff() throws IOException {
		inServer((database) -> database.getCollection("c").insertOne(document(1)));
		byte[] whole = Files.readAllBytes(journal());
		Files.write(journal(), Arrays.copyOf(whole, whole.length - 1));
		inServer((database) -> database.getCollection("c").insertOne(document(2)));
		assertThat(replayed()).containsExactly(2);
	}

	@Test
	void refusesToStartWhenTheMiddleOfTheJournalIsDamaged() throws IOException {
		inServer((database) -> {
			for (int id = 0; id < 3; id++) {
				database.getCollection("c").insertOne(document(id));
			}
		});
		byte[] whole = Files.readAllBytes(journal());
		int lastRecord = lastRecord(whole);
		for (int damaged = 0; damaged < lastRecord; damaged++) {
			byte[] bytes = whole.clone();
			bytes[damaged] ^= 0x40;
			Files.write(journal(), bytes);
			assertThatExceptionOfType(JournalUnreadableException.class).as("byte %d", damaged)
				.isThrownBy(() -> EmbeddedMongo.start(this.folder, ANY_PORT))
				.withMessageContaining(journal().toString())
				.withMessageNotContaining("\n");
			assertThat(Files.readAllBytes(journal())).isEqualTo(bytes);
		}
	}

	@Test
	void refusesAFolderInUse() throws IOException {
		try (EmbeddedMongo first = EmbeddedMongo.start(this.folder, ANY_PORT)) {
			assertThat(first.uri()).isEqualTo("mongodb://127.0.0.1:" + first.address().getPort() + "/recap");
			assertThatExceptionOfType(FolderInUseException.class)
				.isThrownBy(() -> EmbeddedMongo.start(this.folder, ANY_PORT))
				.withMessage("The data folder " + this.folder + " is in use by another process");
		}
		EmbeddedMongo.start(this.folder, ANY_PORT).close();
	}

	@Test
	void refusesAPortInUseAndLetsTheFolderGo(@TempDir Path other) throws IOException {
		try (EmbeddedMongo first = EmbeddedMongo.start(this.folder, ANY_PORT)) {
			assertThatExceptionOfType(BindException.class).isThrownBy(() -> EmbeddedMongo.start(other, first.address()))
				.withMessageContaining("127.0.0.1:" + first.address().getPort());
		}
		EmbeddedMongo.start(other, ANY_PORT).close();
	}

	@Test
	void shrinksTheJournalAtStartToWhatIsStored() throws IOException {
		inServer((database) -> {
			MongoCollection<Document> collection = database.getCollection("c");
			for (int round = 0; round < 200; round++) {
				collection.replaceOne(Filters.eq("_id", 1), document(1).append("text", "x".repeat(1000) + round),
						new ReplaceOptions().upsert(true));
			}
		});
		assertThat(Files.size(journal())).isGreaterThan(200_000);
		inServer((database) -> {
			assertThat(database.getCollection("c").find().first()).containsEntry("text", "x".repeat(1000) + 199);
			database.getCollection("c").insertOne(document(2));
		});
		assertThat(Files.size(journal())).isLessThan(2_000);
		assertThat(replayed()).containsExactlyInAnyOrder(1, 2);
	}

	@Test
	void shrinksTheJournalWhileItRunsToo() throws IOException {
		JournaledBackend backend = new JournaledBackend(journal(), 10_000, Duration.ofHours(1));
		backend.open();
		int round = 0;
		for (long before = 0; Files.size(journal()) >= before; round++) {
			assertThat(round).isLessThan(1_000_000);
			before = Files.size(journal());
			update(backend, 1, round);
		}
		backend.closeJournal();
		Document last = document(1).append("round", round - 1).append("text", "x".repeat(500));
		inServer((database) -> assertThat(database.getCollection("c").find()).containsExactly(last));
	}

	@Test
	void losesNothingThatIsWrittenWhileTheJournalIsRewritten(@TempDir Path copies) throws IOException {
		JournaledBackend backend = new JournaledBackend(journal(), 100_000, Duration.ofHours(1));
		backend.open();
		long size = 0;
		int rewritten = 0;
		List<Integer> acknowledged = new ArrayList<>();
		for (int id = 0; id < 3000; id++) {
			update(backend, id, 0);
			update(backend, id, 1);
			acknowledged.add(id);
			long before = size;
			size = Files.size(journal());
			rewritten += (size < before) ? 1 : 0;
			if (size < before || id % 500 == 0) {
				// What is found after a crash in this moment.
				Path copy = Files.copy(journal(), copies.resolve("journal-" + id));
				assertThat(replayed(copy)).as("after %d", id).containsExactlyInAnyOrderElementsOf(acknowledged);
			}
		}
		assertThat(rewritten).isPositive();
		backend.closeJournal();
		assertThat(replayed()).containsExactlyInAnyOrderElementsOf(acknowledged);
		assertThat(this.folder).isDirectoryNotContaining("glob:**.new");
	}

	@Test
	void losesNothingOfACommandThatIsTooLargeForOneRecord() throws IOException {
		JournaledBackend backend = new JournaledBackend(journal(), 12_000_000, Duration.ofHours(1));
		backend.open();
		String megabyte = "x".repeat(1024 * 1024);
		for (int round = 0; round < 10; round++) {
			update(backend, 0, megabyte + round);
		}
		List<Object> documents = IntStream.range(1, 7)
			.<Object>mapToObj((id) -> wire("_id", id).append("text", megabyte.repeat(3)))
			.toList();
		backend.handleCommand(new EmbeddedChannel(), "recap", "insert",
				wire("insert", "c").append("documents", documents));
		long size = Files.size(journal());
		await().untilAsserted(() -> {
			ping(backend);
			assertThat(Files.size(journal())).isLessThan(size);
		});
		backend.closeJournal();
		assertThat(replayed()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
	}

	@Test
	void leavesAJournalAloneOfWhichAllIsOfUse() throws IOException {
		JournaledBackend backend = new JournaledBackend(journal(), 10_000, Duration.ofHours(1));
		backend.open();
		Object file = Files.getAttribute(journal(), "unix:ino");
		Files.createLink(this.folder.resolve("first"), journal());
		for (int id = 0; id < 1000; id++) {
			update(backend, id, "x".repeat(500));
		}
		backend.closeJournal();
		assertThat(Files.getAttribute(journal(), "unix:ino")).isEqualTo(file);
	}

	@Test
	void goesOnWhenTheJournalCannotBeRewritten() throws IOException {
		JournaledBackend backend = new JournaledBackend(journal(), 10_000, Duration.ofHours(1));
		backend.open();
		Path inTheWay = Files.createDirectories(this.folder.resolve("journal.new/file"));
		for (int id = 0; id < 100; id++) {
			update(backend, id, 0);
		}
		Files.delete(inTheWay);
		Files.delete(inTheWay.getParent());
		backend.closeJournal();
		assertThat(replayed()).hasSize(100);
	}

	@Test
	void forgetsWhatWasRemoved() throws IOException {
		inServer((database) -> database.getCollection("c")
			.insertMany(List.of(document(1).append("text", "secret"), document(2).append("text", "public"))));
		inServer((database) -> database.getCollection("c").deleteOne(document(1)));
		assertThat(journal()).content(StandardCharsets.ISO_8859_1).contains("secret");
		// It was removed before this start, and nothing more is written.
		try (EmbeddedMongo server = EmbeddedMongo.start(this.folder, ANY_PORT, Duration.ofMillis(20));
				MongoClient client = MongoClients.create(server.uri())) {
			await().untilAsserted(() -> {
				client.getDatabase("recap").runCommand(new Document("ping", 1));
				assertThat(journal()).content(StandardCharsets.ISO_8859_1).doesNotContain("secret").contains("public");
			});
		}
		assertThat(replayed()).containsExactly(2);
	}

	@Test
	void cutsTheZerosThatAPowerCutLeft() throws IOException {
		inServer((database) -> database.getCollection("c").insertOne(document(1)));
		byte[] whole = Files.readAllBytes(journal());
		Files.write(journal(), Arrays.copyOf(whole, whole.length + 4096));
		assertThat(replayed()).containsExactly(1);
		assertThat(Files.size(journal())).isEqualTo(whole.length);
	}

	@Test
	void readsAFirstBatchAsItWasThoughTheRestIsDeleted() throws IOException {
		inServer((database) -> {
			MongoCollection<Document> collection = database.getCollection("c");
			for (int id = 0; id < 10; id++) {
				collection.insertOne(document(id));
			}
			List<Integer> seen = new ArrayList<>();
			for (Document document : collection.find().batchSize(2)) {
				collection.deleteMany(new Document());
				seen.add(document.getInteger("_id"));
			}
			assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
		});
	}

	@Test
	void answersMoreThanFitsIntoOneReply() throws IOException {
		inServer((database) -> {
			MongoCollection<Document> collection = database.getCollection("c");
			String megabyte = "x".repeat(1024 * 1024);
			for (int id = 0; id < 60; id++) {
				collection.insertOne(document(id).append("text", megabyte));
			}
			assertThat(collection.find().batchSize(1000)).hasSize(60);
		});
	}

	@Test
	void answersQueriesOfOldDrivers() throws IOException {
		JournaledBackend backend = new JournaledBackend(journal(), 10_000, Duration.ofHours(1));
		backend.open();
		update(backend, 1, "x");
		MongoQuery query = new MongoQuery(new EmbeddedChannel(), new MessageHeader(0, 1, 0), "recap.c", 0, 10,
				wire("_id", 1), null);
		assertThat(backend.handleQuery(query)).containsExactly(wire("_id", 1).append("round", 0).append("text", "x"));
		backend.closeJournal();
	}

	private static void insertUntilKilled(Process process, AtomicInteger acknowledged) throws Exception {
		String uri = EmbeddedMongoProcess.uri(process) + "?serverSelectionTimeoutMS=3000";
		try (MongoClient client = MongoClients.create(uri)) {
			MongoCollection<Document> collection = client.getDatabase("recap").getCollection("c");
			Thread writer = Thread.startVirtualThread(() -> insertUntilItFails(collection, acknowledged));
			await().untilAtomic(acknowledged, greaterThan(500));
			process.destroyForcibly().waitFor();
			writer.join();
		}
	}

	private static void insertUntilItFails(MongoCollection<Document> collection, AtomicInteger acknowledged) {
		try {
			while (true) {
				collection.insertOne(document(acknowledged.get()));
				acknowledged.incrementAndGet();
			}
		}
		catch (MongoException ex) {
			assertThat(acknowledged).hasPositiveValue();
		}
	}

	private List<Integer> replayed() throws IOException {
		return replayed(journal());
	}

	private static List<Integer> replayed(Path journal) throws IOException {
		JournaledBackend backend = new JournaledBackend(journal, Integer.MAX_VALUE, Duration.ofHours(1));
		backend.open();
		List<Integer> ids = new ArrayList<>();
		backend.changes().forEach((change) -> {
			if (change instanceof Change.Stored stored) {
				ids.add((Integer) DocumentBytes.decode(stored.document()).get("_id"));
			}
		});
		backend.closeJournal();
		return ids;
	}

	private static void ping(JournaledBackend backend) {
		backend.handleCommand(new EmbeddedChannel(), "recap", "ping", wire("ping", 1));
	}

	private static void update(JournaledBackend backend, int id, int round) {
		update(backend, id, "x".repeat(500), wire("round", round));
	}

	private static void update(JournaledBackend backend, int id, String text) {
		update(backend, id, text, wire("round", 0));
	}

	private static void update(JournaledBackend backend, int id, String text,
			de.bwaldvogel.mongo.bson.Document others) {
		var fields = others.append("text", text);
		var update = wire("q", wire("_id", id)).append("u", wire("$set", fields)).append("upsert", true);
		backend.handleCommand(new EmbeddedChannel(), "recap", "update",
				wire("update", "c").append("updates", List.of(update)));
	}

	private static de.bwaldvogel.mongo.bson.Document wire(String field, Object value) {
		return new de.bwaldvogel.mongo.bson.Document(field, value);
	}

	private Path journal() {
		return this.folder.resolve("journal");
	}

	private static int lastRecord(byte[] journal) {
		ByteBuffer bytes = ByteBuffer.wrap(journal);
		int offset = 8;
		while (offset + 12 + bytes.getInt(offset) < journal.length) {
			offset += 12 + bytes.getInt(offset);
		}
		return offset;
	}

	private static Document document(int id) {
		return new Document("_id", id);
	}

	private void inServer(Consumer<MongoDatabase> work) throws IOException {
		try (EmbeddedMongo server = EmbeddedMongo.start(this.folder, ANY_PORT);
				MongoClient client = MongoClients.create(server.uri())) {
			work.accept(client.getDatabase("recap"));
		}
	}

}
