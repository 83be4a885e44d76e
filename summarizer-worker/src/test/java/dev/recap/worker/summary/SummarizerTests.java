package dev.recap.worker.summary;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.recap.schema.event.Role;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ModelAnswerDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Coverage;
import dev.recap.schema.summary.SummaryEvent.AccessChecked;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.summary.Trigger;
import dev.recap.schema.topic.Position;
import dev.recap.worker.ledger.Ledger;
import dev.recap.worker.summary.EngineException.Reason;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SummarizerTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private final MongoDatabase database = mongo.database();

	private final CountingEngine engine = new CountingEngine("extractive");

	private final CountingEngine model = new CountingEngine("llm");

	private final Published published = new Published();

	private SummaryStore store;

	private Summarizer summarizer;

	@BeforeEach
	void open() {
		Patience patience = new Patience(Duration.ofMillis(2), Duration.ofMillis(20));
		this.store = new SummaryStore(this.database, patience, Clock.systemUTC());
		this.summarizer = summarizer(null, 1000);
		progress(1000);
	}

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private Summarizer summarizer(@Nullable SummaryEngine asked, int chunk) {
		SummarySettings settings = new SummarySettings(SummarySettings.Choice.AUTO, "g", "t", 1, 1, chunk, 100_000,
				Duration.ofSeconds(1));
		Engines engines = new Engines(new SummaryEngines(this.engine, asked), SummarySettings.Choice.AUTO);
		return new Summarizer(this.store, this.published.publisher(), engines, settings,
				new SummaryMetrics(this.meters), Clock.systemUTC(), new Ledger(this.database, (event) -> {
				}));
	}

	@Test
	void summarizesAWindowAndTheConversationSoFar() {
		conversation(10);
		this.summarizer.serve(window(0, 4));
		this.summarizer.serve(window(5, 9));
		assertThat(stored()).extracting(ConversationSummary::summary)
			.containsExactlyInAnyOrder("window of 0..4", "window of 5..9");
		assertThat(rolling().summary()).isEqualTo("rolling of 0..4 and 5..9");
		assertThat(rolling().covers().messages()).isEqualTo(10);
		assertThat(this.published.updates()).hasSize(2);
	}

	@Test
	void waitsUntilTheWindowIsArchived() {
		conversation(5);
		progress(4);
		CompletableFuture<Summarizer.Outcome> outcome = inBackground(() -> this.summarizer.serve(window(0, 4)));
		await().during(Duration.ofMillis(200)).until(() -> !outcome.isDone() && this.engine.calls.get() == 0);
		progress(5);
		await().until(outcome::isDone);
		assertThat(outcome).isCompletedWithValue(Summarizer.Outcome.STORED);
	}

	@Test
	void waitsWhileTheDatabaseIsAway() throws Exception {
		MongoServer other = new MongoServer(new MemoryBackend());
		InetSocketAddress address = other.bind();
		try (MongoClient mine = MongoClients
			.create("mongodb://127.0.0.1:" + address.getPort() + "/?serverSelectionTimeoutMS=100")) {
			SummaryStore store = new SummaryStore(mine.getDatabase("x"),
					new Patience(Duration.ofMillis(2), Duration.ofMillis(20)), Clock.systemUTC());
			other.shutdownNow();
			CompletableFuture<Boolean> applied = inBackground(() -> store.applied(new Position(0, 0)));
			await().during(Duration.ofMillis(300)).until(() -> !applied.isDone());
			MongoServer again = new MongoServer(new MemoryBackend());
			again.bind(new InetSocketAddress("127.0.0.1", address.getPort()), 1, 1);
			assertThat(applied.get(20, TimeUnit.SECONDS)).isFalse();
			again.shutdownNow();
		}
	}

	@Test
	void asksTheEngineOnceForARequest() {
		conversation(5);
		this.summarizer.serve(window(0, 4));
		int calls = this.engine.calls.get();
		this.summarizer.serve(window(0, 4));
		assertThat(this.engine.calls).hasValue(calls);
		assertThat(stored()).hasSize(1);
		assertThat(this.published.updates()).hasSize(2);
	}

	@Test
	void anOlderSummaryNeverReplacesANewerOne() {
		conversation(10);
		this.summarizer.serve(window(5, 9));
		String newest = rolling().summary();
		this.summarizer.serve(window(0, 4));
		assertThat(rolling().summary()).isEqualTo(newest).isEqualTo("rolling of 0..9");
		assertThat(this.published.updates().getLast().rolling().summary()).isEqualTo(newest);
		assertThat(stored()).hasSize(2);
	}

	@Test
	void aWindowOfDuplicatesIsNoWindow() {
		conversation(5);
		this.summarizer.serve(window(7, 9));
		assertThat(this.engine.calls).hasValue(0);
		assertThat(this.published.events()).isEmpty();
	}

	@Test
	void nothingOutlivesAnErasureDuringTheCall() {
		conversation(5);
		this.engine.during = () -> this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", "c"), new Document("$set", new Document("generation", "0:99")));
		this.summarizer.serve(window(0, 4));
		assertThat(stored()).isEmpty();
		assertThat(this.published.updates()).isEmpty();
		assertThat(conversation().summary()).isNull();
	}

	@Test
	void leavesATombstoneWhenErasedWhilePublishing() {
		conversation(5);
		this.published.afterwards(() -> this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", "c"), new Document("$set", new Document("status", "erased"))));
		this.summarizer.serve(window(0, 4));
		assertThat(this.published.events().getLast()).isEqualTo("null c");
	}

	@Test
	void answersADemandWithEverything() {
		conversation(5);
		this.summarizer.serve(demand(SummaryType.DETAILED, 4));
		SummaryUpdated event = this.published.updates().getFirst();
		assertThat(event.summary().summary()).isEqualTo("detailed of 0..4");
		assertThat(event.summary().covers().messages()).isEqualTo(5);
	}

	@Test
	void summarizesWhatAUserHasNotSeen() {
		conversation(5);
		this.summarizer.serve(demand(SummaryType.BRIEF, 4).unreadOf("bob"));
		assertThat(this.published.updates().getLast().unread().summary()).isEqualTo("brief of 0..4");
		this.database.getCollection("memberships")
			.insertOne(new Document("_id", "bob/c").append("user_id", "bob")
				.append("conversation_id", "c")
				.append("message_count", 0L)
				.append("last_at", Date.from(START))
				.append("read_at", Date.from(START.plusSeconds(2))));
		this.summarizer.serve(demand(SummaryType.BRIEF, 4).unreadOf("bob"));
		assertThat(this.published.updates().getLast().unread().summary()).isEqualTo("brief of 3..4");
		this.summarizer.serve(demand(SummaryType.BRIEF, 4).unreadOf("ann"));
		assertThat(this.published.updates().getLast().unread()).isNull();
		assertThat(stored()).hasSize(1);
	}

	@Test
	void reusesWhatIsUnchanged() {
		conversation(5);
		this.summarizer.serve(demand(SummaryType.BRIEF, 4));
		SummaryRequest later = demand(SummaryType.BRIEF, 40);
		this.summarizer.serve(later);
		assertThat(this.engine.calls).hasValue(1);
		assertThat(this.published.updates().getLast().requestId()).isEqualTo(later.requestId());
		message(5);
		this.summarizer.serve(demand(SummaryType.BRIEF, 41));
		assertThat(this.engine.calls).hasValue(2);
	}

	@Test
	void removesWhatWasStoredWhileTheArchiverErased() {
		conversation(5);
		this.summarizer.serve(window(0, 4));
		erase();
		this.summarizer.erased("c");
		assertThat(stored()).isEmpty();
		assertThat(this.published.events().getLast()).isEqualTo("null c");
	}

	@Test
	void aNewLifeKeepsItsSummaryWhenTheOldOneIsRetracted() {
		conversation(5);
		this.summarizer.serve(window(0, 4));
		this.summarizer.erased("c");
		assertThat(this.published.updates().getLast().summary().summary()).isEqualTo("window of 0..4");
		assertThat(stored()).hasSize(1);
	}

	@Test
	void coversALongConversationInChunks() {
		conversation(10);
		this.summarizer = summarizer(null, 4);
		this.summarizer.serve(demand(SummaryType.BRIEF, 9));
		ConversationSummary brief = this.published.updates().getFirst().summary();
		assertThat(brief.summary()).isEqualTo("brief of 0..3 and 4..7 and 8..9");
		assertThat(brief.covers()).isEqualTo(new Coverage(START, START.plusSeconds(9), 10, 0));
	}

	@Test
	void aLongWindowIsCoveredInChunksToo() {
		conversation(10);
		this.summarizer = summarizer(null, 4);
		this.summarizer.serve(window(0, 9));
		assertThat(stored()).singleElement().satisfies((window) -> {
			assertThat(window.type()).isEqualTo(SummaryType.WINDOW);
			assertThat(window.covers().messages()).isEqualTo(10);
			assertThat(window.covers().omitted()).isZero();
		});
		assertThat(rolling().covers().messages()).isEqualTo(10);
	}

	@Test
	void aWindowMayLieInTwoPartitions() {
		conversation(3);
		message(1, 0, 10);
		message(1, 1, 11);
		message(1, 2, 20);
		this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", "c"), new Document("$set", new Document("applied.1", 2L)));
		this.database.getCollection(ProgressDocument.COLLECTION).insertOne(new Document("_id", 1).append("next", 9L));
		this.summarizer.serve(SummaryRequest.window("c", Trigger.IDLE, new Position(0, 1), new Position(1, 1),
				START.plusSeconds(11).toEpochMilli(), START, START, 4, START));
		assertThat(stored()).singleElement().satisfies((window) -> {
			assertThat(window.summary()).isEqualTo("window of 1..11");
			assertThat(window.covers().messages()).isEqualTo(4);
		});
		assertThat(rolling().covers().messages()).isEqualTo(5);
	}

	@Test
	void parallelWorkersEndWithTheNewest() {
		conversation(40);
		List<CompletableFuture<Summarizer.Outcome>> all = IntStream.range(0, 8)
			.mapToObj((i) -> inBackground(() -> summarizer(null, 1000).serve(window(i * 5, i * 5 + 4))))
			.toList();
		await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
		assertThat(all).allSatisfy((each) -> assertThat(each).isCompletedWithValue(Summarizer.Outcome.STORED));
		assertThat(stored()).hasSize(8);
		assertThat(rolling().covers().messages()).isEqualTo(40);
		assertThat(this.published.updates().getLast().rolling()).isEqualTo(rolling());
		assertThat(this.published.updates().getLast().summary().summary()).isEqualTo("window of 35..39");
	}

	@Test
	void aTitleIsSetOnceAndNeverInPlaceOfAPersons() {
		conversation(10);
		this.summarizer.serve(window(0, 4));
		assertThat(conversation().title()).isEqualTo("title of 0");
		this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", "c"), new Document("$set", new Document("title", "Mine")));
		this.summarizer.serve(window(5, 9));
		assertThat(conversation().title()).isEqualTo("Mine");
	}

	@Test
	void theExtractiveEngineStandsInUntilTheModelIsBack() {
		conversation(5);
		this.summarizer = summarizer(this.model, 1000);
		this.model.down = true;
		this.summarizer.serve(window(0, 4));
		assertThat(stored()).singleElement().extracting(ConversationSummary::engine).isEqualTo("extractive");
		assertThat(this.summarizer.redo()).isFalse();
		this.model.down = false;
		assertThat(this.summarizer.redo()).isTrue();
		assertThat(stored()).singleElement().extracting(ConversationSummary::engine).isEqualTo("llm");
		assertThat(rolling().engine()).isEqualTo("llm");
		assertThat(this.published.updates().getLast().summary().engine()).isEqualTo("llm");
		int calls = this.model.calls.get();
		this.summarizer.redo();
		assertThat(this.model.calls).hasValue(calls);
	}

	@Test
	void oneWorkerAloneHasASummaryMadeAgain() {
		conversation(5);
		this.summarizer = summarizer(this.model, 1000);
		Summarizer other = summarizer(this.model, 1000);
		this.model.down = true;
		this.summarizer.serve(window(0, 4));
		this.model.down = false;
		int calls = this.model.calls.get();
		this.model.during = () -> {
			this.model.during = () -> {
			};
			assertThat(other.redo()).isTrue();
		};
		assertThat(this.summarizer.redo()).isTrue();
		assertThat(this.model.calls).hasValue(calls + 1);
	}

	@Test
	void hasEverySummaryMadeAgainInOneRound() {
		conversation(60);
		this.summarizer = summarizer(this.model, 1000);
		this.model.down = true;
		IntStream.range(0, 12).forEach((i) -> this.summarizer.serve(window(5 * i, 5 * i + 4)));
		this.model.down = false;
		assertThat(this.summarizer.redo()).isTrue();
		assertThat(stored()).hasSize(12).extracting(ConversationSummary::engine).containsOnly("llm");
	}

	@Test
	void chargesWhatTheModelTook() {
		conversation(5);
		this.summarizer = summarizer(this.model, 1000);
		this.summarizer.serve(window(0, 4));
		this.summarizer.serve(window(0, 4));
		assertThat(conversation().usage()).isEqualTo(new Usage(10, 1, 0.5));
		assertThat(this.meters.get("recap.summaries").tag("engine", "llm").counter().count()).isEqualTo(1);
	}

	@Test
	void forgetsWhatAModelAnsweredAboutAnErasedConversation() {
		conversation(5);
		this.database.getCollection(ModelAnswerDocument.COLLECTION)
			.insertMany(List.of(new Document("_id", "a").append("conversations", List.of("b", "c")),
					new Document("_id", "b").append("conversations", List.of("b"))));
		this.summarizer.erased("c");
		assertThat(this.database.getCollection(ModelAnswerDocument.COLLECTION).find().map((each) -> each.get("_id")))
			.containsExactly("b");
	}

	@Test
	void asksTheModelNoMoreForWhatABudgetForbade() {
		conversation(5);
		this.model.fails = Reason.OVER_BUDGET;
		this.summarizer = summarizer(this.model, 1000);
		this.summarizer.serve(window(0, 4));
		assertThat(stored()).extracting(ConversationSummary::engine).containsExactly("extractive");
		assertThat(this.database.getCollection(SummaryDocument.COLLECTION).find().first())
			.containsEntry("instead_of_model", "over_budget");
		this.model.fails = null;
		this.summarizer.redo();
		assertThat(stored()).extracting(ConversationSummary::engine).containsExactly("extractive");
	}

	@Test
	void aHiddenConversationIsSummarizedButNotShown() {
		conversation(5);
		this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", "c"), new Document("$set", new Document("status", "deleted")));
		this.summarizer.serve(window(0, 4));
		assertThat(stored()).hasSize(1);
		assertThat(this.published.events()).isEmpty();
	}

	@Test
	void showsAWatcherWhatThereIs() {
		conversation(5);
		this.summarizer.serve(demand(SummaryType.ROLLING, 4));
		assertThat(this.published.events().getFirst()).isInstanceOf(SummaryFailed.class);
		this.summarizer.serve(window(0, 4));
		int calls = this.engine.calls.get();
		this.summarizer.serve(demand(SummaryType.ROLLING, 4));
		assertThat(this.engine.calls).hasValue(calls);
		assertThat(this.published.updates().getLast().summary().type()).isEqualTo(SummaryType.ROLLING);
	}

	@Test
	void saysThatAConversationIsUnknown() {
		this.summarizer.serve(demand(SummaryType.BRIEF, 4));
		SummaryRequest request = demand(SummaryType.BRIEF, 4);
		assertThat(this.published.events()).containsExactly(
				new SummaryFailed(request.requestId(), "c", "not_found", "There is no conversation c"),
				"null " + request.requestId());
	}

	@Test
	void answersThoseWhoTakePartAndNobodyElse() {
		conversation(5);
		own("c", "ann");
		membership("carla", 1, "");
		membership("reader", 0, "");
		membership("former", 3, "0:7");
		for (String user : List.of("ann", "carla")) {
			SummaryRequest request = demand(SummaryType.BRIEF, 4).by(user);
			this.summarizer.serve(request);
			assertThat(this.published.updates().getLast().requestId()).isEqualTo(request.requestId());
		}
		int calls = this.engine.calls.get();
		int updates = this.published.updates().size();
		for (String user : List.of("bob", "reader", "former")) {
			for (SummaryType type : List.of(SummaryType.BRIEF, SummaryType.DETAILED, SummaryType.ROLLING)) {
				SummaryRequest request = demand(type, 4).unreadOf(user).by(user);
				assertThat(this.summarizer.serve(request)).as(user).isEqualTo(Summarizer.Outcome.FAILED);
				assertThat(failure(request).code()).isEqualTo("forbidden");
			}
		}
		assertThat(this.engine.calls).hasValue(calls);
		assertThat(this.published.updates()).hasSize(updates);
	}

	@Test
	void saysWhoTakesPartWithoutMakingAnything() {
		conversation(5);
		own("c", "ann");
		membership("carla", 1, "");
		for (String user : List.of("ann", "carla")) {
			SummaryRequest request = check(user, 4);
			assertThat(this.summarizer.serve(request)).isEqualTo(Summarizer.Outcome.CHECKED);
			assertThat(this.published.events()).contains(
					new AccessChecked(request.requestId(), "c", user.equals("ann")), "null " + request.requestId());
		}
		SummaryRequest strangers = check("bob", 4);
		this.summarizer.serve(strangers);
		assertThat(failure(strangers).code()).isEqualTo("forbidden");
		assertThat(this.engine.calls).hasValue(0);
		assertThat(this.published.updates()).isEmpty();
	}

	@Test
	void tellsWhoTakesPartOnlyOnceTheQuestionIsOvertaken() {
		conversation(5);
		progress(4);
		CompletableFuture<Summarizer.Outcome> outcome = inBackground(() -> this.summarizer.serve(check("carla", 4)));
		await().during(Duration.ofMillis(200)).until(() -> !outcome.isDone());
		membership("carla", 1, "");
		progress(5);
		await().until(outcome::isDone);
		assertThat(outcome).isCompletedWithValue(Summarizer.Outcome.CHECKED);
	}

	@Test
	void aConversationThatIsNotThereIsUnknownToStrangersAndFriends() {
		SummaryRequest early = check("ann", 4);
		this.summarizer.serve(early);
		assertThat(failure(early).code()).isEqualTo("not_found");
		conversation(5);
		own("c", "ann");
		erase();
		for (SummaryRequest request : List.of(check("ann", 4), check("bob", 4),
				demand(SummaryType.BRIEF, 4).by("bob"))) {
			this.summarizer.serve(request);
			assertThat(failure(request).code()).isEqualTo("not_found");
		}
	}

	private static SummaryRequest check(String user, int last) {
		return SummaryRequest.check("c", user, new Position(0, last), START);
	}

	private SummaryFailed failure(SummaryRequest request) {
		return this.published.events()
			.stream()
			.filter(SummaryFailed.class::isInstance)
			.map(SummaryFailed.class::cast)
			.filter((failed) -> failed.requestId().equals(request.requestId()))
			.findFirst()
			.orElseThrow();
	}

	private void own(String conversation, String user) {
		this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", conversation), new Document("$set", new Document("user_id", user)));
	}

	private void membership(String user, long messages, String generation) {
		this.database.getCollection("memberships")
			.insertOne(new Document("_id", user + "/c").append("user_id", user)
				.append("conversation_id", "c")
				.append("message_count", messages)
				.append("last_at", Date.from(START))
				.append("generation", generation));
	}

	private void conversation(int messages) {
		this.database.getCollection(ConversationDocument.COLLECTION)
			.insertOne(new Document("_id", "c").append("status", "active")
				.append("generation", "")
				.append("message_count", (long) messages)
				.append("created_at", Date.from(START))
				.append("updated_at", Date.from(START))
				.append("applied", new Document("0", (long) messages)));
		IntStream.range(0, messages).forEach(this::message);
	}

	private void erase() {
		this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", "c"),
					new Document("$set", new Document("status", "erased").append("generation", "0:99")));
	}

	private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
	}

	private void message(int i) {
		message(0, i, i);
	}

	private void message(int partition, long offset, int second) {
		Instant at = START.plusSeconds(second);
		MessageDocument message = new MessageDocument("c", "m" + partition + "-" + offset, "ann", Role.USER,
				String.valueOf(second), at, Map.of(), null, null, partition, offset, at, "");
		this.database.getCollection(MessageDocument.COLLECTION).insertOne(new Document(message.toMap()));
	}

	private void progress(long next) {
		this.database.getCollection(ProgressDocument.COLLECTION).deleteMany(new Document());
		this.database.getCollection(ProgressDocument.COLLECTION).insertOne(new Document("_id", 0).append("next", next));
	}

	private static SummaryRequest window(int first, int last) {
		return SummaryRequest.window("c", Trigger.IDLE, new Position(0, first), new Position(0, last),
				START.plusSeconds(last).toEpochMilli(), START.plusSeconds(first), START.plusSeconds(last),
				last - first + 1, START);
	}

	private static SummaryRequest demand(SummaryType type, int last) {
		return SummaryRequest.onDemand("c", type, new Position(0, last), START);
	}

	private List<ConversationSummary> stored() {
		List<ConversationSummary> found = new ArrayList<>();
		this.database.getCollection(SummaryDocument.COLLECTION)
			.find()
			.forEach((document) -> found.add(SummaryDocument.from(document)));
		return found;
	}

	private ConversationDocument conversation() {
		return ConversationDocument
			.from(this.database.getCollection(ConversationDocument.COLLECTION).find(new Document("_id", "c")).first());
	}

	private ConversationSummary rolling() {
		return conversation().summary();
	}

}
