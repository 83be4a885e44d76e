package dev.recap.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.event.Role;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.store.UsageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Coverage;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Sentiment;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.topic.Position;
import org.bson.Document;

/** What the archiver and the summarizer would have stored. */
final class TestStore implements AutoCloseable {

	static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	/** Each change of a conversation is one more record that was applied to it. */
	private static final AtomicLong APPLIED = new AtomicLong();

	private final MongoClient client;

	private final MongoDatabase database;

	TestStore(String uri, String database) {
		this.client = MongoClients.create(uri);
		this.database = this.client.getDatabase(database);
	}

	MongoDatabase database() {
		return this.database;
	}

	/** A conversation of {@code ann} with as many messages, a second apart. */
	void talk(String id, int messages) {
		for (int i = 0; i < messages; i++) {
			message(id, "m" + i, (i % 2 == 0) ? "ann" : "bob", START.plusSeconds(i), new Position(0, i), "");
		}
		conversation(id, "active", "", messages);
	}

	void message(String conversation, String id, String user, Instant at, Position position, String generation) {
		MessageDocument document = new MessageDocument(conversation, id, user, Role.USER, "text of " + id, at,
				Map.of("n", 1, "dotted.key", true), null, null, position.partition(), position.offset(), at,
				generation);
		put(MessageDocument.COLLECTION, new Document(document.toMap()));
		touch(conversation);
	}

	private void touch(String conversation) {
		this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", conversation),
					new Document("$set", new Document("applied.0", APPLIED.incrementAndGet())));
	}

	void conversation(String id, String status, String generation, int messages) {
		Document document = new Document("_id", id).append("status", status)
			.append("generation", generation)
			.append("created_at", Date.from(START))
			.append("updated_at", Date.from(START))
			.append("message_count", (long) messages)
			.append("applied", new Document("0", APPLIED.incrementAndGet()))
			.append("version", 1L);
		if (messages > 0) {
			Date last = Date.from(START.plusSeconds(messages - 1));
			document.append("user_id", "ann")
				.append("title", "Title of " + id)
				.append("first_at", Date.from(START))
				.append("last_at", last)
				.append("last_message",
						new Document("message_id", "m" + (messages - 1)).append("user_id", "bob")
							.append("content", "text of m" + (messages - 1))
							.append("timestamp", last))
				.append("summary",
						new Document(SummaryDocument.toMap(
								summary(id, id + "-rolling", SummaryType.ROLLING, START.plusSeconds(messages)),
								generation)));
		}
		put(ConversationDocument.COLLECTION, document);
	}

	/** What somebody says, as the latest message of a conversation. */
	void say(String conversation, int second, String user, String text) {
		Instant at = START.plusSeconds(second);
		MessageDocument document = new MessageDocument(conversation, "s" + second, user, Role.USER, text, at, Map.of(),
				null, null, 0, second, at, "");
		put(MessageDocument.COLLECTION, new Document(document.toMap()));
		if (this.database.getCollection(ConversationDocument.COLLECTION)
			.countDocuments(new Document("_id", conversation)) == 0) {
			conversation(conversation, "active", "", 0);
		}
		update(ConversationDocument.COLLECTION, conversation, "last_at", Date.from(at));
		update(ConversationDocument.COLLECTION, conversation, "last_message",
				new Document("message_id", "s" + second).append("user_id", user)
					.append("content", text)
					.append("timestamp", Date.from(at)));
		this.database.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", conversation), new Document("$inc", new Document("message_count", 1L)));
	}

	/** So many messages of others, all with one word, and later than what is said. */
	void chatter(String conversation, int messages, String word) {
		List<Document> documents = new ArrayList<>();
		for (int i = 0; i < messages; i++) {
			Instant at = START.plusSeconds(100_000 + i);
			documents.add(new Document(new MessageDocument(conversation, "x" + i, "bob", Role.USER, word, at, Map.of(),
					null, null, 0, 100_000 + i, at, "")
				.toMap()));
		}
		this.database.getCollection(MessageDocument.COLLECTION).insertMany(documents);
	}

	/** The conversation's rolling summary. */
	void summarize(String conversation, String text, List<Highlight> highlights) {
		ConversationSummary summary = new ConversationSummary(conversation + "-r", conversation, SummaryType.ROLLING,
				SummaryStatus.OK, AsOf.START, "Short", text,
				new Insights(Sentiment.NEUTRAL, 0, List.of(), List.of(), highlights), new Coverage(START, START, 3, 0),
				"extractive", null, "1", null, START);
		update(ConversationDocument.COLLECTION, conversation, "summary",
				new Document(SummaryDocument.toMap(summary, "")));
		update(ConversationDocument.COLLECTION, conversation, "summary_terms", SummaryDocument.terms(summary));
	}

	/** An item that a message of this second made. */
	void item(String id, String conversation, String owner, int second, ItemStatus status) {
		Instant at = START.plusSeconds(second);
		ItemDocument item = new ItemDocument(id, conversation, "", Kind.ACTION_ITEM, "Text of " + id, "Text of " + id,
				owner, "2026-02-01", status, List.of("s" + second), null, List.of(owner), List.of("alias of " + id),
				AsOf.of(at.toEpochMilli(), 0, second), at, at);
		put(ItemDocument.COLLECTION, new Document(item.toMap()));
	}

	void membership(String user, String conversation, Instant lastAt, boolean hidden) {
		put(MembershipDocument.COLLECTION,
				new Document("_id", MembershipDocument.id(user, conversation)).append("user_id", user)
					.append("conversation_id", conversation)
					.append("message_count", 0L)
					.append("last_at", Date.from(lastAt))
					.append("hidden", hidden)
					.append("generation", ""));
	}

	void update(String collection, String id, String field, Object value) {
		this.database.getCollection(collection)
			.updateOne(new Document("_id", id), new Document("$set", new Document(field, value)));
		if (collection.equals(ConversationDocument.COLLECTION)) {
			touch(id);
		}
	}

	void storedSummary(String conversation, String id, Instant at, String generation) {
		put(SummaryDocument.COLLECTION,
				new Document(SummaryDocument.toMap(summary(conversation, id, SummaryType.WINDOW, at), generation)));
	}

	private static ConversationSummary summary(String conversation, String id, SummaryType type, Instant at) {
		return new ConversationSummary(id, conversation, type, SummaryStatus.OK, AsOf.START, "Title", "Summary " + id,
				Insights.none(), new Coverage(START, at, 3, 0), "extractive", null, "1", null, at);
	}

	/** What calls took. */
	void usage(String day, String user, String model, String purpose, long calls, Usage usage) {
		put(UsageDocument.COLLECTION,
				new Document("_id", UsageDocument.id(day, user, model, purpose)).append("day", day)
					.append("user_id", user)
					.append("model", model)
					.append("purpose", purpose)
					.append("calls", calls)
					.append("input_tokens", usage.inputTokens())
					.append("output_tokens", usage.outputTokens())
					.append("cost", usage.cost()));
	}

	/** Everything up to a position is applied. */
	void applied(Position position) {
		put(ProgressDocument.COLLECTION,
				new Document("_id", position.partition()).append("next", position.offset() + 1));
	}

	void erase(String conversation) {
		Document own = new Document("conversation_id", conversation);
		for (String collection : List.of(MessageDocument.COLLECTION, MembershipDocument.COLLECTION,
				SummaryDocument.COLLECTION)) {
			this.database.getCollection(collection).deleteMany(own);
		}
		conversation(conversation, "erased", "0:9", 0);
	}

	void forgetProgress() {
		this.database.getCollection(ProgressDocument.COLLECTION).deleteMany(new Document());
	}

	private void put(String collection, Document document) {
		this.database.getCollection(collection)
			.replaceOne(new Document("_id", document.get("_id")), document, new ReplaceOptions().upsert(true));
	}

	@Override
	public void close() {
		this.database.drop();
		this.client.close();
	}

}
