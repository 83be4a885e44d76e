package dev.recap.worker.summary;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.recap.schema.event.Role;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.summary.Trigger;
import dev.recap.schema.topic.Position;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SummarizerTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static MongoServer server;

	private MongoClient client;

	private MongoDatabase database;

	private final CountingEngine engine = new CountingEngine();

	private final Published published = new Published();

	private Summarizer summarizer;

	@BeforeAll
	static void startServer() {
		server = new MongoServer(new MemoryBackend());
		server.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
	}

	@AfterAll
	static void stopServer() {
		server.shutdownNow();
	}

	@BeforeEach
	void open() {
		this.client = MongoClients.create(server.getConnectionString());
		this.database = this.client.getDatabase("summaries-" + UUID.randomUUID());
		this.summarizer = new Summarizer(new SummaryStore(this.database), this.engine, this.published, 1000,
				Clock.systemUTC());
	}

	@AfterEach
	void close() {
		this.database.drop();
		this.client.close();
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
		assertThat(this.summarizer.ready(window(0, 4))).isFalse();
		progress(4);
		assertThat(this.summarizer.ready(window(0, 4))).isFalse();
		progress(5);
		assertThat(this.summarizer.ready(window(0, 4))).isTrue();
	}

	@Test
	void asksTheEngineOnceForARequest() {
		conversation(5);
		this.summarizer.serve(window(0, 4));
		int calls = this.engine.calls;
		this.summarizer.serve(window(0, 4));
		assertThat(this.engine.calls).isEqualTo(calls);
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
		assertThat(this.engine.calls).isZero();
		assertThat(this.published.events).isEmpty();
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
	void nothingOutlivesAnErasureAfterTheCall() {
		conversation(5);
		this.published.during = () -> this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", "c"), new Document("$set", new Document("status", "erased")));
		this.summarizer.serve(window(0, 4));
		assertThat(stored()).isEmpty();
		assertThat(this.published.events.getLast()).isEqualTo("tombstone c");
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
		assertThat(this.engine.calls).isEqualTo(1);
		assertThat(this.published.updates().getLast().requestId()).isEqualTo(later.requestId());
		message(5);
		this.summarizer.serve(demand(SummaryType.BRIEF, 41));
		assertThat(this.engine.calls).isEqualTo(2);
	}

	@Test
	void showsAWatcherWhatThereIs() {
		conversation(5);
		this.summarizer.serve(demand(SummaryType.ROLLING, 4));
		assertThat(this.published.events.getFirst()).isInstanceOf(SummaryFailed.class);
		this.summarizer.serve(window(0, 4));
		int calls = this.engine.calls;
		this.summarizer.serve(demand(SummaryType.ROLLING, 4));
		assertThat(this.engine.calls).isEqualTo(calls);
		assertThat(this.published.updates().getLast().summary().type()).isEqualTo(SummaryType.ROLLING);
	}

	@Test
	void saysThatAConversationIsUnknown() {
		this.summarizer.serve(demand(SummaryType.BRIEF, 4));
		assertThat(this.published.events).singleElement()
			.isInstanceOfSatisfying(SummaryFailed.class, (failed) -> assertThat(failed.code()).isEqualTo("not_found"));
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

	private void message(int i) {
		MessageDocument message = new MessageDocument("c", "m" + i, "ann", Role.USER, String.valueOf(i),
				START.plusSeconds(i), Map.of(), null, null, 0, i, START.plusSeconds(i), "");
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

	/** An engine whose summaries say what they were made of. */
	private static final class CountingEngine implements SummaryEngine {

		private int calls;

		private Runnable during = () -> {
		};

		@Override
		public String name() {
			return "counting";
		}

		@Override
		public EngineResult summarize(EngineInput input) {
			this.calls++;
			this.during.run();
			List<MessageDocument> messages = input.messages();
			String own = messages.getFirst().content() + ".." + messages.getLast().content();
			String text = input.type().json() + " of " + ((input.previous() != null)
					? input.previous().summary().replace("rolling of ", "") + " and " : "") + own;
			return new EngineResult(SummaryStatus.OK, null, text, Insights.none(), 0, null, "1", null);
		}

	}

	private static final class Published implements Summarizer.Outbox {

		private final List<Object> events = new ArrayList<>();

		private Runnable during = () -> {
		};

		@Override
		public void updated(SummaryUpdated event) {
			this.events.add(event);
			this.during.run();
		}

		@Override
		public void failed(SummaryFailed event) {
			this.events.add(event);
		}

		@Override
		public void erased(String conversationId) {
			this.events.add("tombstone " + conversationId);
		}

		List<SummaryUpdated> updates() {
			return this.events.stream()
				.filter(SummaryEvent.SummaryUpdated.class::isInstance)
				.map(SummaryEvent.SummaryUpdated.class::cast)
				.toList();
		}

	}

}
