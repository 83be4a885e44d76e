package dev.recap.worker.history;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.Retention;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.event.Role;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ArchivedDocument;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.store.ErasureDocument;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.RetentionFields;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Sentiment;
import dev.recap.worker.ledger.Ledger;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the archive makes of the log, whichever database holds it. */
abstract class ArchiveContractTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private MongoClient client;

	private BreakingDatabase breaking;

	private MongoDatabase database;

	private Archive archive;

	private long offset;

	abstract String uri();

	@BeforeEach
	void open() {
		this.client = MongoClients.create(uri());
		this.database = this.client.getDatabase("archive-" + UUID.randomUUID());
		this.breaking = new BreakingDatabase(this.database);
		this.archive = new Archive(this.breaking.proxy(), Clock.fixed(START, ZoneOffset.UTC),
				new Ledger(this.database, (event) -> {
				}));
		Indexes.create(this.database);
	}

	@AfterEach
	void close() {
		this.database.drop();
		this.client.close();
	}

	@Test
	void changesItemsByHandAndErasesThem() {
		apply(0, List.of(message("c", "1", "ann", 5), message("c", "2", "bob", 6)));
		Ledger ledger = new Ledger(this.database, (event) -> {
		});
		Insights insights = new Insights(Sentiment.NEUTRAL, 0, List.of(), List.of(),
				List.of(new Highlight(Kind.ACTION_ITEM, "Ann tests.", "ann", null, "tests", List.of("1")),
						new Highlight(Kind.ACTION_ITEM, "Bob ships.", "bob", null, "ships", List.of("2"))));
		ledger.window("w", "c", "", insights,
				this.database.getCollection(MessageDocument.COLLECTION).find().map(MessageDocument::from));
		String id = items().getFirst().id();
		Entry change = entry(new ItemChanged("c", START, id, ItemStatus.DONE, "Other text", null, null, null));
		apply(0, List.of(change));
		apply(0, List.of(change));
		assertThat(items()).filteredOn((item) -> item.id().equals(id))
			.singleElement()
			.satisfies((item) -> assertThat(item.status()).isEqualTo(ItemStatus.DONE))
			.satisfies((item) -> assertThat(item.text()).isEqualTo("Other text"));
		apply(0, List.of(entry(new UserErased("c", START, "bob"))));
		assertThat(items()).singleElement().extracting(ItemDocument::owner).isEqualTo("ann");
		apply(0, List.of(deleted("c", true)));
		assertThat(items()).isEmpty();
	}

	private List<ItemDocument> items() {
		return this.database.getCollection(ItemDocument.COLLECTION)
			.find()
			.map(ItemDocument::from)
			.into(new ArrayList<>());
	}

	@Test
	void storesAMessageAndWhatFollowsFromIt() {
		apply(0, List.of(message("c", "1", "ann", 5), message("c", "2", "bob", 3)));
		ConversationDocument conversation = conversation("c");
		assertThat(conversation.messageCount()).isEqualTo(2);
		assertThat(conversation.userId()).isEqualTo("ann");
		assertThat(conversation.firstAt()).isEqualTo(START.plusSeconds(3));
		assertThat(conversation.lastAt()).isEqualTo(START.plusSeconds(5));
		assertThat(conversation.lastMessage().messageId()).isEqualTo("1");
		assertThat(membership("bob", "c").lastAt()).isEqualTo(START.plusSeconds(5));
		assertThat(membership("bob", "c").messageCount()).isEqualTo(1);
	}

	@Test
	void countsOnceWhatComesAgain() {
		List<Entry> batch = List.of(message("c", "1", "ann", 1), message("c", "2", "ann", 2));
		apply(0, batch);
		apply(0, batch);
		apply(0, List.of(message("c", "1", "ann", 9), message("c", "3", "ann", 3)));
		assertThat(conversation("c").messageCount()).isEqualTo(3);
		assertThat(membership("ann", "c").messageCount()).isEqualTo(3);
		assertThat(conversation("c").lastMessage().messageId()).isEqualTo("3");
	}

	@Test
	void theFirstOfAnIdentityWins() {
		apply(0, List.of(message("c", "1", "ann", 1)));
		apply(0, List.of(message("c", "1", "bob", 2)));
		assertThat(messages("c")).extracting(MessageDocument::userId).containsExactly("ann");
		assertThat(this.database.getCollection(MembershipDocument.COLLECTION).countDocuments()).isEqualTo(1);
	}

	@Test
	void countsARecordOfAnotherPartitionToo() {
		apply(0, List.of(message("c", "1", "ann", 1)));
		this.offset = 0;
		apply(7, List.of(message("c", "1", "ann", 1), message("c", "2", "ann", 2)));
		assertThat(conversation("c").messageCount()).isEqualTo(2);
		assertThat(membership("ann", "c").messageCount()).isEqualTo(2);
		assertThat(conversation("c").applied()).containsEntry(0, 0L).containsEntry(7, 1L);
	}

	@Test
	void erasesEverythingAndKeepsLateDuplicatesOut() {
		apply(0, List.of(message("c", "1", "ann", 1), message("c", "2", "ann", 2), deleted("c", true),
				message("c", "2", "ann", 2)));
		assertThat(messages("c")).isEmpty();
		assertThat(conversation("c").visible()).isFalse();
		assertThat(this.database.getCollection(MembershipDocument.COLLECTION).countDocuments()).isZero();
		apply(0, List.of(message("c", "1", "ann", 1), message("c", "3", "bob", 3)));
		assertThat(messages("c")).extracting(MessageDocument::messageId).containsExactly("3");
		assertThat(conversation("c").messageCount()).isEqualTo(1);
		assertThat(conversation("c").userId()).isEqualTo("bob");
		assertThat(conversation("c").visible()).isTrue();
	}

	@Test
	void anExpiryErasesWhatWasLeftAloneAndLeavesNoMarks() {
		apply(0, List.of(message("c", "1", "ann", 1), message("c", "2", "ann", 2)));
		archived("c", "ann");
		apply(0, List.of(expired("c", START.plusMillis(1)), message("d", "1", "ann", 1)));
		assertThat(messages("c")).isEmpty();
		assertThat(conversation("c").status()).isEqualTo(Status.ERASED);
		assertThat(this.database.getCollection(ErasureDocument.COLLECTION).countDocuments()).isZero();
		assertThat(archived("c")).doesNotContainKey(ArchivedDocument.ERASE);
		apply(0, List.of(message("c", "1", "ann", 1)));
		assertThat(messages("c")).extracting(MessageDocument::messageId).containsExactly("1");
		assertThat(conversation("c").messageCount()).isEqualTo(1);
	}

	@Test
	void anExpiryDoesNothingWhenTheConversationWasTouchedMeanwhile() {
		apply(0, List.of(message("c", "1", "ann", 1)));
		List<ChatEvent> touches = List.of(message("c", "2", "ann", 2).event(),
				new ConversationUpdated("c", START, "title", null, null));
		for (ChatEvent event : touches) {
			Entry touch = entry(event);
			Instant before = touch.appendedAt().minusMillis(1);
			apply(0, List.of(touch, expired("c", before)));
			apply(0, List.of(expired("c", before)));
			assertThat(conversation("c").visible()).isTrue();
		}
		assertThat(messages("c")).hasSize(2);
		assertThat(conversation("c").messageCount()).isEqualTo(2);
	}

	@Test
	void anExpiryThatBreaksOffIsFinished() {
		for (int writes = 0; writes < 8; writes++) {
			String id = "c" + writes;
			apply(0, List.of(message(id, "1", "ann", 1), message(id, "2", "bob", 2)));
			List<Entry> batch = List.of(expired(id, START.plusMillis(this.offset)), message(id, "3", "ann", 3));
			this.breaking.breakAfter(writes);
			try {
				apply(0, batch);
			}
			catch (MongoException ex) {
				this.breaking.mend();
				apply(0, batch);
			}
			this.breaking.mend();
			assertThat(messages(id)).as("after %d writes", writes)
				.extracting(MessageDocument::messageId)
				.containsExactly("3");
			assertThat(conversation(id).messageCount()).isEqualTo(1);
		}
	}

	@Test
	void whatIsErasedIsToGoFromTheBucketToo() {
		apply(0, List.of(message("c", "1", "ann", 1), message("c", "2", "bob", 2)));
		archived("c", "ann", "bob");
		apply(0, List.of(entry(new UserErased("c", START, "bob"))));
		assertThat(archived("c").getList(ArchivedDocument.ERASE_USERS, String.class)).containsExactly("bob");
		assertThat(archived("c")).containsKey(ArchivedDocument.DUE).doesNotContainKey(ArchivedDocument.ERASE);
		apply(0, List.of(expired("c", START.plusMillis(1)), deleted("c", true)));
		assertThat(archived("c")).containsEntry(ArchivedDocument.ERASE, true);
	}

	@Test
	void anExpiryOfWhatWasHiddenErasesForGood() {
		apply(0, List.of(message("c", "1", "ann", 1), deleted("c", false)));
		archived("c", "ann");
		apply(0, List.of(expired("c", START)));
		assertThat(conversation("c").status()).isEqualTo(Status.ERASED);
		assertThat(archived("c")).containsEntry(ArchivedDocument.ERASE, true);
		apply(0, List.of(message("c", "1", "ann", 1)));
		assertThat(messages("c")).isEmpty();
	}

	@Test
	void notesWhatRetentionGoesBy() {
		apply(0, List.of(entry(new ConversationUpdated("c", START, null, "ann",
				Map.of(Retention.KEY, "2h", Retention.SESSION_KEY, true)))));
		assertThat(kept("c")).containsEntry(RetentionFields.KEPT_AS, RetentionFields.OWN)
			.containsEntry(RetentionFields.EXPIRES_AT, Date.from(START.plusSeconds(7200)));
		apply(0, List.of(message("c", "1", "ann", -1000), deleted("c", false)));
		assertThat(kept("c")).containsEntry(RetentionFields.ACTIVE_AT, Date.from(START.plusMillis(1)))
			.containsEntry(RetentionFields.EXPIRES_AT, Date.from(START.plusSeconds(7200).plusMillis(1)))
			.containsEntry(RetentionFields.HIDDEN_SINCE, Date.from(START.plusMillis(2)));
		apply(0, List.of(entry(new ConversationRestored("c", START, null)),
				entry(new ConversationUpdated("c", START, null, null, Map.of())),
				entry(new ConversationEnded("c", START))));
		assertThat(kept("c")).containsEntry(RetentionFields.KEPT_AS, RetentionFields.SESSION)
			.containsEntry(RetentionFields.ENDED_SINCE, Date.from(START.plusMillis(5)))
			.doesNotContainKeys(RetentionFields.EXPIRES_AT, RetentionFields.HIDDEN_SINCE);
		apply(0, List.of(message("c", "2", "ann", 9)));
		assertThat(kept("c")).doesNotContainKey(RetentionFields.ENDED_SINCE);
	}

	private Document kept(String id) {
		return this.database.getCollection(ConversationDocument.COLLECTION).find(new Document("_id", id)).first();
	}

	private void archived(String conversation, String... users) {
		this.database.getCollection(ArchivedDocument.COLLECTION)
			.insertOne(new Document("_id", "key of " + conversation).append(ArchivedDocument.CONVERSATION, conversation)
				.append(ArchivedDocument.USERS, List.of(users)));
	}

	private Document archived(String conversation) {
		return this.database.getCollection(ArchivedDocument.COLLECTION)
			.find(new Document("_id", "key of " + conversation))
			.first();
	}

	private Entry expired(String conversation, Instant idleSince) {
		return entry(new ConversationDeleted(conversation, START, true, "retention", idleSince));
	}

	@Test
	void anErasureCoversOlderRecordsOfOtherPartitions() {
		Entry old = message("c", "1", "ann", 1);
		this.offset = 100;
		apply(0, List.of(deleted("c", true)));
		apply(1, List.of(old));
		assertThat(messages("c")).isEmpty();
		assertThat(conversation("c").visible()).isFalse();
	}

	@Test
	void hidesAndShowsAgain() {
		apply(0, List.of(message("c", "1", "ann", 1), deleted("c", false)));
		assertThat(conversation("c").status()).isEqualTo(Status.DELETED);
		assertThat(membership("ann", "c").hidden()).isTrue();
		apply(0, List.of(entry(new ConversationRestored("c", START, "ann"))));
		assertThat(conversation("c").status()).isEqualTo(Status.ACTIVE);
		assertThat(membership("ann", "c").hidden()).isFalse();
		assertThat(messages("c")).hasSize(1);
	}

	@Test
	void everyMemberOfALargeRoomSeesTheLatestMessage() {
		List<Entry> arrivals = new ArrayList<>();
		for (int user = 0; user < 150; user++) {
			arrivals.add(message("c", "hello-" + user, "u" + user, user));
		}
		apply(0, arrivals);
		apply(0, List.of(message("c", "latest", "u7", 500)));
		assertThat(memberships()).hasSize(150)
			.allSatisfy((each) -> assertThat(each.lastAt()).isEqualTo(START.plusSeconds(500)));
		apply(0, List.of(deleted("c", false)));
		assertThat(memberships()).allSatisfy((each) -> assertThat(each.hidden()).isTrue());
	}

	private List<MembershipDocument> memberships() {
		List<MembershipDocument> all = new ArrayList<>();
		this.database.getCollection(MembershipDocument.COLLECTION)
			.find()
			.forEach((document) -> all.add(MembershipDocument.from(document)));
		return all;
	}

	@Test
	void aMessageOpensAnEndedConversationAgain() {
		apply(0, List.of(message("c", "1", "ann", 1), entry(new ConversationEnded("c", START))));
		assertThat(conversation("c").status()).isEqualTo(Status.ENDED);
		apply(0, List.of(message("c", "1", "ann", 1)));
		assertThat(conversation("c").status()).isEqualTo(Status.ENDED);
		apply(0, List.of(message("c", "2", "ann", 2)));
		assertThat(conversation("c").status()).isEqualTo(Status.ACTIVE);
	}

	@Test
	void anUpdateCreatesAndChanges() {
		Map<String, Object> metadata = Map.of("$odd.key", List.of(1, Map.of("deep", true)));
		apply(0, List.of(entry(new ConversationUpdated("c", START, "Title", "ann", metadata))));
		assertThat(conversation("c").title()).isEqualTo("Title");
		assertThat(conversation("c").metadata()).isEqualTo(metadata);
		assertThat(membership("ann", "c").messageCount()).isZero();
		apply(0, List.of(entry(new ConversationUpdated("c", START, "Other", null, null))));
		assertThat(conversation("c").title()).isEqualTo("Other");
		assertThat(conversation("c").metadata()).isEqualTo(metadata);
		assertThat(conversation("c").userId()).isEqualTo("ann");
	}

	@Test
	void aReadMarkerMovesForwardOnly() {
		apply(0, List.of(message("c", "1", "ann", 1), message("c", "2", "ann", 2),
				entry(new MessageRead("c", START, "bob", "2"))));
		apply(0, List.of(entry(new MessageRead("c", START, "bob", "1"))));
		assertThat(membership("bob", "c").readMessageId()).isEqualTo("2");
		assertThat(membership("bob", "c").readAt()).isEqualTo(START.plusSeconds(2));
	}

	@Test
	void theFurthestReadMarkerOfABatchCounts() {
		apply(0, List.of(message("c", "1", "ann", 1), message("c", "2", "ann", 2),
				entry(new MessageRead("c", START, "bob", "2")), entry(new MessageRead("c", START, "bob", "1"))));
		assertThat(membership("bob", "c").readMessageId()).isEqualTo("2");
	}

	@Test
	void aLateErasureOfOnePartitionLeavesWhatAnotherTookAfterIt() {
		Entry old = message("c", "1", "ann", 1);
		Entry erasure = deleted("c", true);
		Entry later = message("c", "2", "bob", 2);
		apply(0, List.of(old));
		apply(1, List.of(later));
		apply(0, List.of(erasure));
		assertThat(messages("c")).extracting(MessageDocument::messageId).containsExactly("2");
		assertThat(messages("c").getFirst().generation()).isEqualTo(conversation("c").generation());
		assertThat(conversation("c").messageCount()).isEqualTo(1);
		assertThat(conversation("c").userId()).isEqualTo("bob");
		assertThat(conversation("c").visible()).isTrue();
		assertThat(membership("bob", "c").messageCount()).isEqualTo(1);
		assertThat(this.database.getCollection(MembershipDocument.COLLECTION).countDocuments()).isEqualTo(1);
	}

	@Test
	void anOvertakenMessageStaysErasedWhenItsOwnBatchHoldsItAgain() {
		Entry old = message("c", "1", "ann", 1);
		Entry erasure = deleted("c", true);
		Entry again = message("c", "1", "ann", 1);
		apply(0, List.of(erasure));
		apply(1, List.of(old, again));
		assertThat(messages("c")).isEmpty();
		assertThat(conversation("c").visible()).isFalse();
	}

	@Test
	void anErasureThatBreaksOffKeepsOutWhatAnotherPartitionTakesMeanwhile() {
		Entry old = message("c", "1", "ann", 1);
		List<Entry> erasure = List.of(deleted("c", true));
		Entry again = message("c", "1", "ann", 1);
		Entry later = message("c", "2", "bob", 2);
		boolean broke = true;
		for (int writes = 0; broke; writes++) {
			this.database.drop();
			apply(1, List.of(old));
			broke = breaks(erasure, writes);
			apply(1, List.of(again, later));
			apply(0, erasure);
			assertThat(messages("c")).as("broken after " + writes + " writes")
				.extracting(MessageDocument::messageId)
				.containsExactly("2");
			assertThat(conversation("c").messageCount()).isEqualTo(1);
			assertThat(memberships()).extracting(MembershipDocument::userId).containsExactly("bob");
		}
	}

	@Test
	void anErasureLeavesWhatAnotherArchiverStoresMeanwhile() {
		List<Entry> old = List.of(message("c", "1", "ann", 1));
		List<Entry> erasure = List.of(deleted("c", true));
		List<Entry> later = List.of(message("c", "2", "bob", 2));
		for (int writes = 0; writes < 5; writes++) {
			this.database.drop();
			apply(0, old);
			this.breaking.interruptAfter(writes, () -> another().apply(in(1, later)));
			apply(0, erasure);
			assertThat(messages("c")).as("after " + writes + " writes")
				.extracting(MessageDocument::messageId)
				.containsExactly("2");
			assertThat(conversation("c").messageCount()).isEqualTo(1);
		}
	}

	@Test
	void anErasureTakesWhatAnotherArchiverIsAboutToStore() {
		List<Entry> old = List.of(message("c", "1", "ann", 1));
		List<Entry> erasure = List.of(deleted("c", true));
		List<Entry> again = List.of(message("c", "1", "bob", 1));
		for (int writes = 0; writes < 2; writes++) {
			this.database.drop();
			apply(1, old);
			this.breaking.interruptAfter(writes, () -> another().apply(in(0, erasure)));
			apply(1, again);
			assertThat(messages("c")).as("after " + writes + " writes").isEmpty();
			assertThat(memberships()).isEmpty();
			assertThat(conversation("c").visible()).isFalse();
		}
	}

	private Archive another() {
		return new Archive(this.database, Clock.fixed(START, ZoneOffset.UTC), new Ledger(this.database, (event) -> {
		}));
	}

	@Test
	void partitionsMayBeAppliedInAnyOrder() {
		for (int seed = 0; seed < 180; seed++) {
			this.database.drop();
			Random random = new Random(seed);
			List<List<Entry>> log = twoPartitions(random, 60);
			applyInAnyOrder(random, log);
			assertThat(found()).as("seed " + seed).isEqualTo(expected(inTime(log)));
		}
	}

	/** Messages and erasures of one conversation; no id lies in both partitions. */
	private List<List<Entry>> twoPartitions(Random random, int size) {
		this.offset = 0;
		List<List<Entry>> log = List.of(new ArrayList<>(), new ArrayList<>());
		for (int i = 0; i < size; i++) {
			int partition = random.nextInt(2);
			log.get(partition)
				.add((random.nextInt(12) == 0) ? deleted("c", true) : message("c", partition + "-" + random.nextInt(20),
						"u" + random.nextInt(3), random.nextInt(100)));
		}
		return log;
	}

	private static List<Entry> inTime(List<List<Entry>> log) {
		return log.stream().flatMap(List::stream).sorted(Comparator.comparing(Entry::appendedAt)).toList();
	}

	private void applyInAnyOrder(Random random, List<List<Entry>> log) {
		int[] done = new int[2];
		while (done[0] < log.get(0).size() || done[1] < log.get(1).size()) {
			int[] end = new int[2];
			List<Entry> batch = new ArrayList<>();
			for (int partition = 0; partition < 2; partition++) {
				List<Entry> own = log.get(partition);
				end[partition] = Math.min(own.size(), done[partition] + (random.nextBoolean() ? random.nextInt(8) : 0));
				batch.addAll(in(partition, own.subList(done[partition], end[partition])));
			}
			this.breaking.breakAfter(random.nextInt(12));
			try {
				this.archive.apply(batch);
				done = end;
			}
			catch (MongoException ex) {
				done[0] = Math.max(0, done[0] - random.nextInt(5));
				done[1] = Math.max(0, done[1] - random.nextInt(5));
			}
			finally {
				this.breaking.mend();
			}
		}
	}

	@Test
	void aBatchMayHoldAConversationOfSeveralPartitions() {
		List<Entry> batch = new ArrayList<>(in(0, List.of(message("c", "1", "ann", 1), message("d", "1", "ann", 1))));
		batch.addAll(in(1, List.of(message("c", "2", "bob", 2), entry(new UserErased("c", START, "ann")),
				message("c", "3", "ann", 3))));
		batch.addAll(in(2, List.of(message("d", "2", "bob", 2))));
		assertThat(this.archive.apply(batch)).isEqualTo(5);
		assertThat(this.archive.apply(batch)).isZero();
		assertThat(messages("c")).extracting(MessageDocument::messageId).containsExactlyInAnyOrder("2", "3");
		assertThat(conversation("c").messageCount()).isEqualTo(2);
		assertThat(conversation("d").messageCount()).isEqualTo(2);
		assertThat(conversation("d").applied()).containsOnlyKeys(0, 2);
	}

	@Test
	void neverCutsACharacterOfTheLastMessageInHalf() {
		String content = "x".repeat(999) + "\uD83D\uDE00";
		apply(0, List.of(entry(new MessagePosted("c", "1", "ann", Role.USER, content, START, Map.of(), null, null))));
		assertThat(conversation("c").lastMessage().content()).hasSize(999);
	}

	/** Wherever a batch breaks off, doing it again gives the documents of a clean run. */
	@Test
	void aBatchThatBreaksOffAnywhereIsMadeGoodByTheNextTry() {
		List<Entry> before = List.of(message("c", "1", "ann", 1), message("d", "1", "bob", 1));
		List<Entry> batch = List.of(message("c", "2", "bob", 2), message("c", "1", "ann", 1), deleted("c", true),
				message("c", "2", "bob", 2), message("c", "3", "bob", 3), message("d", "2", "ann", 4),
				entry(new MessageRead("d", START, "bob", "2")), message("e", "1", "cat", 5), deleted("e", false));
		apply(0, before);
		apply(0, batch);
		Map<String, Set<Document>> clean = everything();
		boolean broke = true;
		for (int writes = 0; broke; writes++) {
			this.database.drop();
			apply(0, before);
			broke = breaks(batch, writes);
			apply(0, batch);
			assertThat(everything()).as("broken after " + writes + " writes").isEqualTo(clean);
		}
	}

	private boolean breaks(List<Entry> batch, int writes) {
		this.breaking.breakAfter(writes);
		try {
			apply(0, batch);
			return false;
		}
		catch (MongoException ex) {
			return true;
		}
		finally {
			this.breaking.mend();
		}
	}

	/** Every document of every collection, but for how often it was written. */
	private Map<String, Set<Document>> everything() {
		Map<String, Set<Document>> all = new TreeMap<>();
		for (String name : this.database.listCollectionNames()) {
			Set<Document> documents = new HashSet<>();
			this.database.getCollection(name).find().forEach((document) -> {
				document.remove("version");
				documents.add(document);
			});
			if (!documents.isEmpty()) {
				all.put(name, documents);
			}
		}
		return all;
	}

	@Test
	void addsUpWhatRepliesCost() {
		apply(0, List.of(
				entry(new MessagePosted("c", "1", "assistant", Role.ASSISTANT, "x", START, Map.of(), null,
						new Usage(10, 5, 0.5))),
				entry(new MessagePosted("c", "2", "assistant", Role.ASSISTANT, "x", START, Map.of(), null,
						new Usage(1, 1, 0.25)))));
		assertThat(conversation("c").usage()).isEqualTo(new Usage(11, 6, 0.75));
	}

	@Test
	void notesNothingOfConversationsThatNeverWere() {
		apply(0, List.of(entry(new ConversationEnded("c", START))));
		assertThat(this.database.getCollection(ConversationDocument.COLLECTION).countDocuments()).isZero();
	}

	@Test
	void progressNeverGoesBack() {
		this.archive.advance(Map.of(3, 10L));
		this.archive.advance(Map.of(3, 7L));
		assertThat(this.database.getCollection("progress").find(new Document("_id", 3)).first()).containsEntry("next",
				10L);
	}

	/**
	 * Any batches, any redelivery, any broken write: the end is what one clean run gives.
	 */
	@Test
	void anyHistoryOfFailuresEndsInTheSameDocuments() {
		for (int seed = 0; seed < 25; seed++) {
			this.database.drop();
			Random random = new Random(seed);
			List<Entry> log = randomLog(random, 120);
			applyWithFailures(random, log);
			assertThat(found()).as("seed " + seed).isEqualTo(expected(log));
		}
	}

	private void applyWithFailures(Random random, List<Entry> log) {
		int done = 0;
		while (done < log.size()) {
			int end = Math.min(log.size(), done + 1 + random.nextInt(30));
			this.breaking.breakAfter(random.nextInt(12));
			try {
				apply(0, log.subList(done, end));
				// A crash before the commit: some of it comes again.
				done = (random.nextInt(3) == 0) ? Math.max(0, end - random.nextInt(40)) : end;
			}
			catch (MongoException ex) {
				done = Math.max(0, done - random.nextInt(10));
			}
			finally {
				this.breaking.mend();
			}
		}
	}

	private List<Entry> randomLog(Random random, int size) {
		this.offset = 0;
		List<Entry> log = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			String id = "c" + random.nextInt(3);
			log.add(switch (random.nextInt(20)) {
				case 0 -> deleted(id, true);
				case 1 -> deleted(id, false);
				case 2 -> entry(new ConversationRestored(id, START, null));
				case 3 -> entry(new ConversationEnded(id, START));
				case 4 -> entry(new ConversationUpdated(id, START, "t" + i, null, null));
				case 5 -> entry(new MessageRead(id, START, "u" + random.nextInt(4), "m" + random.nextInt(40)));
				case 6 -> entry(new UserErased(id, START, "u" + random.nextInt(4)));
				case 7 -> entry(new ItemChanged(id, START, "i", ItemStatus.DONE, null, null, null, null));
				default -> message(id, "m" + random.nextInt(40), "u" + random.nextInt(4), random.nextInt(100));
			});
		}
		return log;
	}

	/** The model: what the log means, told one event after the other. */
	private static Map<String, Object> expected(List<Entry> log) {
		Map<String, Map<String, MessagePosted>> messages = new HashMap<>();
		Map<String, Set<String>> erased = new HashMap<>();
		Map<String, Status> status = new HashMap<>();
		Map<String, String> titles = new HashMap<>();
		Map<String, String> owners = new HashMap<>();
		for (Entry entry : log) {
			String id = entry.event().conversationId();
			Map<String, MessagePosted> own = messages.computeIfAbsent(id, (key) -> new TreeMap<>());
			switch (entry.event()) {
				case MessagePosted message -> {
					if (!erased.getOrDefault(id, Set.of()).contains(message.messageId())
							&& own.putIfAbsent(message.messageId(), message) == null) {
						status.merge(id, Status.ACTIVE, (old, now) -> (old == Status.DELETED) ? old : now);
						owners.putIfAbsent(id, message.userId());
					}
				}
				case ConversationUpdated updated -> {
					status.putIfAbsent(id, Status.ACTIVE);
					titles.put(id, updated.title());
				}
				case ConversationEnded ended ->
					status.computeIfPresent(id, (key, old) -> (old == Status.ACTIVE) ? Status.ENDED : old);
				case ConversationRestored restored ->
					status.computeIfPresent(id, (key, old) -> (old == Status.DELETED) ? Status.ACTIVE : old);
				case ConversationDeleted deleted -> {
					if (deleted.hard()) {
						erased.computeIfAbsent(id, (key) -> new HashSet<>()).addAll(own.keySet());
						own.clear();
						status.remove(id);
						titles.remove(id);
						owners.remove(id);
					}
					else {
						status.computeIfPresent(id, (key, old) -> Status.DELETED);
					}
				}
				case MessageRead read -> {
				}
				case ItemChanged changed -> {
				}
				case UserErased user -> {
					own.values()
						.stream()
						.filter((message) -> message.userId().equals(user.userId()))
						.forEach((message) -> erased.computeIfAbsent(id, (key) -> new HashSet<>())
							.add(message.messageId()));
					own.values().removeIf((message) -> message.userId().equals(user.userId()));
					if (user.userId().equals(owners.get(id))) {
						owners.remove(id);
						titles.remove(id);
						if (own.isEmpty()) {
							status.remove(id);
						}
					}
				}
			}
		}
		Map<String, Object> all = new TreeMap<>();
		status.forEach((id, state) -> {
			all.put(id, state + " " + titles.get(id) + " " + messages.get(id).size() + " " + messages.get(id).keySet());
			messages.get(id)
				.values()
				.forEach((message) -> all.merge(message.userId() + "/" + id,
						state == Status.DELETED ? "hidden 1" : "shown 1", (old, one) -> old.toString().split(" ")[0]
								+ " " + (Integer.parseInt(old.toString().split(" ")[1]) + 1)));
		});
		return all;
	}

	private Map<String, Object> found() {
		Map<String, Object> all = new TreeMap<>();
		for (Document each : this.database.getCollection(ConversationDocument.COLLECTION).find()) {
			ConversationDocument conversation = ConversationDocument.from(each);
			if (conversation.status() != Status.ERASED) {
				List<String> ids = messages(conversation.id()).stream()
					.map(MessageDocument::messageId)
					.sorted()
					.toList();
				all.put(conversation.id(), conversation.status() + " " + conversation.title() + " "
						+ conversation.messageCount() + " " + ids);
			}
		}
		for (Document each : this.database.getCollection(MembershipDocument.COLLECTION).find()) {
			MembershipDocument membership = MembershipDocument.from(each);
			if (membership.messageCount() > 0) {
				all.put(each.getString("_id"),
						(membership.hidden() ? "hidden " : "shown ") + membership.messageCount());
			}
		}
		return all;
	}

	private ConversationDocument conversation(String id) {
		return ConversationDocument
			.from(this.database.getCollection(ConversationDocument.COLLECTION).find(new Document("_id", id)).first());
	}

	private MembershipDocument membership(String user, String conversation) {
		return MembershipDocument.from(this.database.getCollection(MembershipDocument.COLLECTION)
			.find(new Document("_id", MembershipDocument.id(user, conversation)))
			.first());
	}

	private List<MessageDocument> messages(String conversation) {
		List<MessageDocument> found = new ArrayList<>();
		this.database.getCollection(MessageDocument.COLLECTION)
			.find(new Document("conversation_id", conversation))
			.forEach((document) -> found.add(MessageDocument.from(document)));
		return found;
	}

	private Entry message(String conversation, String id, String user, int second) {
		return entry(new MessagePosted(conversation, id, user, Role.USER, "text of " + id, START.plusSeconds(second),
				Map.of(), null, null));
	}

	private Entry deleted(String conversation, boolean hard) {
		return entry(new ConversationDeleted(conversation, START, hard, null));
	}

	private void apply(int partition, List<Entry> entries) {
		this.archive.apply(in(partition, entries));
	}

	private static List<Entry> in(int partition, List<Entry> entries) {
		return entries.stream()
			.map((entry) -> new Entry(entry.event(), partition, entry.offset(), entry.appendedAt()))
			.toList();
	}

	private Entry entry(ChatEvent event) {
		long next = this.offset++;
		return new Entry(event, 0, next, START.plusMillis(next));
	}

	static @Nullable String configured() {
		String uri = System.getProperty("recap.test.mongodb-uri");
		return (uri == null || uri.isBlank()) ? null : uri;
	}

}
