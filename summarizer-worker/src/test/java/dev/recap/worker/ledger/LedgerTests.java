package dev.recap.worker.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import dev.recap.schema.Identifiers;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.event.Role;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Insights.Participant;
import dev.recap.schema.summary.Sentiment;
import dev.recap.schema.summary.SummaryEvent.ItemChanged;
import dev.recap.schema.summary.SummaryEvent.ItemEvent;
import dev.recap.schema.summary.SummaryEvent.ItemOpened;
import dev.recap.worker.testing.TestMongo;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTests {

	/** A Thursday. */
	private static final Instant START = Instant.parse("2026-01-01T09:00:00Z");

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private final List<ItemEvent> events = new CopyOnWriteArrayList<>();

	private final MongoDatabase database = mongo.database();

	private final Ledger ledger = new Ledger(this.database, this.events::add);

	@Test
	void keepsWhatAWindowFinds() {
		window(1, say(1, "ann", "I'll send the deck by Friday."),
				task("Ann will send the deck by Friday.", "ann", "2026-01-02", 1), decision("They ship on Monday.", 1),
				new Highlight(Kind.QUESTION, "Who tests?", null, null, "Who tests?", List.of("m1")));
		assertThat(items()).extracting(ItemDocument::kind).containsExactlyInAnyOrder(Kind.ACTION_ITEM, Kind.DECISION);
		ItemDocument item = item("Ann will send the deck by Friday.");
		assertThat(item.owner()).isEqualTo("ann");
		assertThat(item.due()).isEqualTo("2026-01-02");
		assertThat(item.status()).isEqualTo(ItemStatus.OPEN);
		assertThat(item.messageIds()).containsExactly("m1");
		assertThat(item.createdAt()).isEqualTo(START.plusSeconds(1));
		assertThat(this.events).hasSize(2).allSatisfy((event) -> assertThat(event).isInstanceOf(ItemOpened.class));
	}

	@Test
	void closesWhatItsOwnerSaysIsDone() {
		deckAndNotes();
		window(3, say(5, "bob", "Done!"), say(6, "ann", "Sent the deck to Carol."));
		ItemDocument deck = item("Ann will send the deck.");
		assertThat(deck.status()).isEqualTo(ItemStatus.DONE);
		assertThat(deck.closedBy()).isEqualTo("m6");
		assertThat(deck.messageIds()).containsExactly("m1", "m6");
		assertThat(item("Ann will write the release notes.").status()).isEqualTo(ItemStatus.OPEN);
		assertThat(this.events.getLast()).isInstanceOfSatisfying(ItemChanged.class,
				(event) -> assertThat(event.itemId()).isEqualTo(deck.id()));
	}

	@Test
	void closesTheLatestOfItsOwnerByABareDone() {
		deckAndNotes();
		window(3, say(5, "ann", "done"));
		assertThat(item("Ann will write the release notes.").status()).isEqualTo(ItemStatus.DONE);
		assertThat(item("Ann will send the deck.").status()).isEqualTo(ItemStatus.OPEN);
	}

	@Test
	void prefersTheDeedThatIsNamed() {
		deckAndNotes();
		window(3, say(5, "ann", "done, sent it"));
		assertThat(item("Ann will send the deck.").status()).isEqualTo(ItemStatus.DONE);
		assertThat(item("Ann will write the release notes.").status()).isEqualTo(ItemStatus.OPEN);
	}

	@Test
	void closesWhatIsAnswered() {
		deckAndNotes();
		window(3, answer(5, "carol", "done", "m1"));
		assertThat(item("Ann will send the deck.").status()).isEqualTo(ItemStatus.DONE);
	}

	@Test
	void closesNothingThatIsNotMeant() {
		deckAndNotes();
		window(3, say(5, "ann", "I already paid the rent."), say(6, "bob", "Sent the deck."),
				say(7, "ann", "Is the deck sent?"));
		assertThat(items()).extracting(ItemDocument::status).containsOnly(ItemStatus.OPEN);
	}

	@Test
	void dropsWhatIsGivenUpAndMovesWhatIsPutOff() {
		deckAndNotes();
		window(3, say(5, "ann", "Forget about the release notes."), say(6, "ann", "The deck is moved to Monday."));
		assertThat(item("Ann will write the release notes.").status()).isEqualTo(ItemStatus.DROPPED);
		assertThat(item("Ann will send the deck.").due()).isEqualTo("2026-01-05");
		assertThat(item("Ann will send the deck.").status()).isEqualTo(ItemStatus.OPEN);
	}

	@Test
	void takesTheSameSaidTwiceAsOne() {
		deckAndNotes();
		window(3, say(5, "ann", "I will send the deck tomorrow"),
				task("Ann will send the deck tomorrow.", "ann", "2026-01-02", 5));
		window(4, say(6, "bob", "I will send the deck too"), task("Bob will send the deck too.", "bob", null, 6));
		assertThat(items()).hasSize(3);
		assertThat(item("Ann will send the deck.").messageIds()).containsExactly("m1", "m5");
		assertThat(item("Ann will send the deck.").due()).isEqualTo("2026-01-02");
	}

	@Test
	void opensAnotherWhenWhatIsDoneIsToBeDoneAgain() {
		deckAndNotes();
		window(3, say(5, "ann", "Sent the deck."));
		window(4, say(6, "ann", "I will send the deck"), task("Ann will send the deck.", "ann", null, 6));
		assertThat(items()).hasSize(3);
	}

	@Test
	void endsInTheSameItemsInWhateverOrderWindowsCome() {
		List<Runnable> windows = List.of(
				() -> window(1, say(1, "ann", "deck"), task("Ann will send the deck.", "ann", null, 1)),
				() -> window(2, say(3, "ann", "notes"), task("Ann will write the release notes.", "ann", null, 3)),
				() -> window(3, say(5, "ann", "done, sent it"), say(6, "ann", "I will send the deck again"),
						task("Ann will send the deck again.", "ann", null, 6)),
				() -> window(4, say(8, "ann", "Forget about the release notes")),
				() -> change(9, "m3", ItemStatus.OPEN, null));
		windows.forEach(Runnable::run);
		List<ItemDocument> expected = items();
		assertThat(expected).extracting(ItemDocument::status)
			.containsExactly(ItemStatus.DONE, ItemStatus.OPEN, ItemStatus.OPEN);
		permutations(windows).forEach((order) -> {
			List.of(ItemDocument.COLLECTION, "item_evidence", "item_ledgers")
				.forEach((each) -> this.database.getCollection(each).deleteMany(new Document()));
			order.forEach(Runnable::run);
			order.forEach(Runnable::run);
			assertThat(items()).isEqualTo(expected);
		});
	}

	@Test
	void endsInTheSameItemsWhenWindowsComeAtOnce() {
		try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
			List<CompletableFuture<Void>> all = new ArrayList<>();
			for (int i = 0; i < 24; i++) {
				int at = i;
				all.add(CompletableFuture.runAsync(() -> window(at, say(2 * at, "ann", "text"),
						say(2 * at + 1, "ann", (at % 3 == 2) ? "done" : "well"),
						task("Ann does work" + at + ".", "ann", null, 2 * at)), workers));
			}
			all.forEach(CompletableFuture::join);
		}
		assertThat(items()).hasSize(24);
		assertThat(items()).extracting(ItemDocument::status)
			.satisfies((statuses) -> assertThat(statuses.stream().filter(ItemStatus.DONE::equals)).hasSize(8));
	}

	@Test
	void keepsAChangeByHandWhenWindowsAreReplayed() {
		deckAndNotes();
		change(7, "m1", ItemStatus.DONE, "Ann sends the slides.");
		deckAndNotes();
		window(2, say(3, "ann", "deck"), task("Ann will write the release notes.", "ann", null, 3));
		ItemDocument deck = item("Ann sends the slides.");
		assertThat(deck.status()).isEqualTo(ItemStatus.DONE);
		assertThat(deck.closedBy()).isNull();
		assertThat(deck.said()).isEqualTo("Ann will send the deck.");
		change(9, "m1", ItemStatus.OPEN, null);
		assertThat(item("Ann sends the slides.").status()).isEqualTo(ItemStatus.OPEN);
	}

	@Test
	void replacesWhatAWindowFoundBefore() {
		deckAndNotes();
		String id = item("Ann will send the deck.").id();
		window(1, say(1, "ann", "I'll send the deck"), task("Ann is to send out the slide deck.", "ann", null, 1));
		assertThat(items()).hasSize(2);
		assertThat(item("Ann is to send out the slide deck.").id()).isEqualTo(id);
		window(1, say(1, "ann", "I'll send the deck"));
		assertThat(items()).hasSize(1);
	}

	@Test
	void forgetsWhatErasedMessagesSaid() {
		deckAndNotes();
		window(3, say(5, "bob", "I test it"), task("Bob will test it.", "bob", null, 5));
		change(7, "m5", ItemStatus.DONE, "Bob tests the secret.");
		erase("m5");
		this.ledger.eraseMessages("c", "", List.of("m5"));
		assertThat(items()).hasSize(2);
		assertThat(everything()).doesNotContain("Bob").doesNotContain("secret");
	}

	@Test
	void keepsNothingOfMessagesThatAreGoneAlready() {
		MessageDocument gone = say(5, "bob", "I test it");
		erase("m5");
		window(3, gone, task("Bob will test it.", "bob", null, 5));
		assertThat(items()).isEmpty();
		assertThat(everything()).doesNotContain("Bob");
	}

	@Test
	void erasesTheLivesOfAConversationThatEnded() {
		deckAndNotes();
		this.ledger.eraseOthers("c", "");
		assertThat(items()).hasSize(2);
		this.ledger.eraseOthers("c", "0:7");
		assertThat(items()).isEmpty();
		assertThat(everything()).isEmpty();
	}

	private void deckAndNotes() {
		window(1, say(1, "ann", "I'll send the deck"), task("Ann will send the deck.", "ann", null, 1));
		window(2, say(3, "ann", "And write the release notes"),
				task("Ann will write the release notes.", "ann", null, 3));
	}

	private void window(int number, Object... parts) {
		List<MessageDocument> said = new ArrayList<>();
		List<Highlight> found = new ArrayList<>();
		for (Object part : parts) {
			if (part instanceof MessageDocument message) {
				said.add(message);
			}
			else {
				found.add((Highlight) part);
			}
		}
		List<Participant> participants = List.of(new Participant("ann", 1, Sentiment.NEUTRAL),
				new Participant("bob", 1, Sentiment.NEUTRAL));
		this.ledger.window("w" + number, "c", "", new Insights(Sentiment.NEUTRAL, 0, List.of(), participants, found),
				said);
	}

	private MessageDocument say(int number, String user, String text) {
		return message(number, user, text, null);
	}

	private MessageDocument answer(int number, String user, String text, String to) {
		return message(number, user, text, to);
	}

	private MessageDocument message(int number, String user, String text, @Nullable String to) {
		Instant at = START.plusSeconds(number);
		MessageDocument message = new MessageDocument("c", "m" + number, user, Role.USER, text, at, Map.of(), to, null,
				0, number, at, "");
		this.database.getCollection(MessageDocument.COLLECTION)
			.updateOne(new Document("_id", message.id()),
					new Document("$setOnInsert", new Document("message_id", message.messageId())),
					new UpdateOptions().upsert(true));
		return message;
	}

	private void erase(String messageId) {
		this.database.getCollection(MessageDocument.COLLECTION).deleteOne(new Document("_id", "c/" + messageId));
	}

	private void change(int number, String firstMessage, ItemStatus status, @Nullable String text) {
		String id = Identifiers.ofParts("c", "", firstMessage, "action_item", 1);
		this.ledger.change(
				new ChatEvent.ItemChanged("c", START.plusSeconds(number), id, status, text, null, null, null),
				AsOf.of(START.plusSeconds(number).toEpochMilli(), 0, number), "");
	}

	private static Highlight task(String text, String owner, @Nullable String due, int message) {
		return new Highlight(Kind.ACTION_ITEM, text, owner, due, "quote", List.of("m" + message));
	}

	private static Highlight decision(String text, int message) {
		return new Highlight(Kind.DECISION, text, null, null, "quote", List.of("m" + message));
	}

	private ItemDocument item(String text) {
		return items().stream().filter((item) -> item.text().equals(text)).findFirst().orElseThrow();
	}

	private List<ItemDocument> items() {
		return this.database.getCollection(ItemDocument.COLLECTION)
			.find()
			.map(ItemDocument::from)
			.into(new ArrayList<>())
			.stream()
			.sorted(Comparator.comparing(ItemDocument::asOf).thenComparing(ItemDocument::id))
			.toList();
	}

	private String everything() {
		StringBuilder all = new StringBuilder();
		List.of(ItemDocument.COLLECTION, "item_evidence", "item_ledgers")
			.forEach((each) -> this.database.getCollection(each).find().forEach((one) -> all.append(one.toJson())));
		return all.toString();
	}

	private static <T> List<List<T>> permutations(List<T> all) {
		if (all.isEmpty()) {
			return List.of(List.of());
		}
		List<List<T>> permutations = new ArrayList<>();
		for (T first : all) {
			List<T> rest = all.stream().filter((each) -> each != first).toList();
			permutations(rest).forEach((order) -> {
				List<T> one = new ArrayList<>(order);
				one.addFirst(first);
				permutations.add(one);
			});
		}
		return permutations;
	}

}
