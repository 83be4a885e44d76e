package dev.recap.worker.history;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.worker.ledger.Ledger;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.BsonDocument;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ApplierTests {

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private final Map<Long, String> deadLetters = new TreeMap<>();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final MongoDatabase database = mongo.database();

	private final BreakingDatabase breaking = new BreakingDatabase(this.database);

	private Applier applier;

	@BeforeEach
	void open() {
		this.applier = new Applier(
				new Archive(this.breaking.proxy(), Clock.systemUTC(), new Ledger(this.breaking.proxy(), (event) -> {
				})), (record, reason) -> this.deadLetters.put(record.offset(), reason), this.meters);
	}

	@Test
	void setsAsideWhatCanNeverBeStoredAndAppliesTheRest() {
		this.breaking.breakOn("too large", new BsonMaximumSizeExceededException("The document's size is too large"));
		List<ConsumerRecord<byte[], byte[]>> records = IntStream.range(0, 7)
			.mapToObj((offset) -> said(offset, "c", (offset == 4) ? "too large" : "hello"))
			.toList();
		this.applier.apply(records);
		assertThat(this.deadLetters).containsOnlyKeys(4L);
		assertThat(this.deadLetters.get(4L)).contains("size").hasSizeLessThan(1000);
		assertThat(conversation("c").messageCount()).isEqualTo(6);
		assertThat(conversation("c").applied()).containsEntry(0, 6L);
		assertThat(this.meters.counter("recap.history.records", "outcome", "set-aside").count()).isEqualTo(1);
	}

	@Test
	void setsNothingAsideThatMayBeStoredLater() {
		List<ConsumerRecord<byte[], byte[]>> records = List.of(said(0, "c", "one"), said(1, "c", "two"));
		for (RuntimeException failure : List.of(unacknowledged(), steppedDown(), new IllegalStateException("closed"))) {
			this.breaking.breakAfter(1, failure);
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.applier.apply(records))
				.isSameAs(failure);
			this.breaking.mend();
		}
		assertThat(this.deadLetters).isEmpty();
		this.applier.apply(records);
		assertThat(conversation("c").messageCount()).isEqualTo(2);
	}

	@Test
	void triesAgainWhenAnotherArchiverWasQuicker() {
		this.breaking.breakOnceAfter(1,
				bulk(List.of(new BulkWriteError(11000, "E11000", new BsonDocument(), 0)), null));
		this.applier.apply(List.of(said(0, "c", "one")));
		assertThat(conversation("c").messageCount()).isEqualTo(1);
		assertThat(this.deadLetters).isEmpty();
	}

	@Test
	void leavesWhatIsNoEventOfItsKeyToTheStreamsApp() {
		this.applier.apply(List.of(record(0, "c", "no json"), record(1, "other", json("c", "misfiled")),
				record(2, "c", "{\"type\":\"poll.opened\"}"), said(3, "c", "hello")));
		assertThat(conversation("c").messageCount()).isEqualTo(1);
		assertThat(this.deadLetters).isEmpty();
		assertThat(this.meters.counter("recap.history.records", "outcome", "skipped").count()).isEqualTo(3);
	}

	@Test
	void tellsNewMessagesFromKnownOnes() {
		List<ConsumerRecord<byte[], byte[]>> records = List.of(said(0, "c", "one"), said(1, "c", "two"));
		this.applier.apply(records);
		this.applier.apply(records);
		assertThat(this.meters.counter("recap.history.messages", "outcome", "stored").count()).isEqualTo(2);
		assertThat(this.meters.counter("recap.history.messages", "outcome", "known").count()).isEqualTo(2);
	}

	@Test
	void keepsMetadataWhoseNamesNoDocumentCouldHold() {
		String value = """
				{"conversation_id":"c","user_id":"ann","content":"x",
				"metadata":{"$set":1,"a.b":{"":null},"big":123456789012345678901234567890}}""";
		this.applier.apply(List.of(record(0, "c", value)));
		assertThat(this.deadLetters).isEmpty();
		assertThat(this.database.getCollection("messages").find().first().getString("metadata"))
			.isEqualTo("{\"$set\":1,\"a.b\":{\"\":null},\"big\":123456789012345678901234567890}");
	}

	private static MongoException unacknowledged() {
		return bulk(List.of(), new WriteConcernError(64, "WriteConcernFailed", "timed out", new BsonDocument()));
	}

	private static MongoException steppedDown() {
		return bulk(List.of(new BulkWriteError(189, "stepped down", new BsonDocument(), 0)), null);
	}

	private static MongoException bulk(List<BulkWriteError> errors, WriteConcernError unacknowledged) {
		return new MongoBulkWriteException(BulkWriteResult.unacknowledged(), errors, unacknowledged,
				new ServerAddress(), Set.of());
	}

	private ConversationDocument conversation(String id) {
		return ConversationDocument
			.from(this.database.getCollection("conversations").find(new Document("_id", id)).first());
	}

	private static ConsumerRecord<byte[], byte[]> said(long offset, String conversation, String content) {
		return record(offset, conversation, json(conversation, content));
	}

	private static String json(String conversation, String content) {
		return "{\"conversation_id\":\"" + conversation + "\",\"user_id\":\"ann\",\"content\":\"" + content + "\"}";
	}

	private static ConsumerRecord<byte[], byte[]> record(long offset, String key, String value) {
		return new ConsumerRecord<>("chat-messages", 0, offset, key.getBytes(StandardCharsets.UTF_8),
				value.getBytes(StandardCharsets.UTF_8));
	}

}
