package dev.recap.worker.summary;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import dev.recap.schema.Json;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ModelAnswerDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.topic.Position;
import dev.recap.worker.summary.EngineException.Reason;
import dev.recap.worker.summary.MessageLog.Range;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What the summarizer reads and writes in MongoDB; every step may be repeated, and waits
 * while the database is away.
 */
final class SummaryStore {

	/** Requests whose summary the model could not make. */
	static final String DEGRADED = "degraded_summaries";

	private static final String DEGRADED_MARK = "degraded";

	private static final String CLAIMED = "claimed_until";

	/** Why the extractive engine stood in. */
	private static final String INSTEAD = "instead_of_model";

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private static final AsOf END = new AsOf("~");

	/**
	 * The terms of a message are for its index alone, and more to read than all the rest
	 * of it.
	 */
	private static final Document WITHOUT_TERMS = new Document("terms", 0);

	private static final int PAGE = 100;

	private final MongoCollection<Document> conversations;

	private final MongoCollection<Document> messages;

	private final MongoCollection<Document> summaries;

	private final MongoCollection<Document> memberships;

	private final MongoCollection<Document> progress;

	private final MongoCollection<Document> degraded;

	private final MongoCollection<Document> answers;

	private final Patience patience;

	private final Clock clock;

	SummaryStore(MongoDatabase database, Patience patience, Clock clock) {
		this.conversations = database.getCollection(ConversationDocument.COLLECTION);
		this.messages = database.getCollection(MessageDocument.COLLECTION);
		this.summaries = database.getCollection(SummaryDocument.COLLECTION);
		this.memberships = database.getCollection(MembershipDocument.COLLECTION);
		this.progress = database.getCollection(ProgressDocument.COLLECTION);
		this.degraded = database.getCollection(DEGRADED);
		this.answers = database.getCollection(ModelAnswerDocument.COLLECTION);
		this.patience = patience;
		this.clock = clock;
	}

	/** The result of a step that may be repeated, however long MongoDB is away. */
	<T> T patiently(String what, Supplier<T> step) {
		return this.patience.keep(what, step);
	}

	/** Waits until the archiver has applied a position. */
	void await(Position position) {
		this.patience.until("see whether " + position + " is applied", () -> isApplied(position));
	}

	boolean applied(Position position) {
		return this.patience.keep("read progress", () -> isApplied(position));
	}

	private boolean isApplied(Position position) {
		Document found = this.progress.find(new Document("_id", position.partition())).first();
		return found != null && ProgressDocument.from(found).next() > position.offset();
	}

	/** The conversation; null when there never was one. */
	@Nullable Conversation conversation(String id) {
		Document found = this.patience.keep("read a conversation",
				() -> this.conversations.find(new Document("_id", id)).first());
		return (found != null) ? Conversation.of(found) : null;
	}

	/** Whether a user takes part: owns the conversation, or has written in it. */
	boolean takesPart(String userId, Conversation conversation) {
		return conversation.ownedBy(userId) || wroteIn(conversation, userId);
	}

	private boolean wroteIn(Conversation conversation, String userId) {
		Document own = own(MembershipDocument.id(userId, conversation.id()), conversation.generation());
		Document found = this.patience.keep("read a membership", () -> this.memberships.find(own).first());
		return found != null && MembershipDocument.from(found).wroteIn(conversation.generation());
	}

	/** A stored summary of this life of its conversation. */
	@Nullable ConversationSummary summary(String id, String generation) {
		Document found = this.patience.keep("read a summary", () -> this.summaries.find(own(id, generation)).first());
		return (found != null) ? SummaryDocument.from(found) : null;
	}

	/** A window's messages. */
	MessageLog window(Conversation conversation, Position first, Position last, long appendedAt) {
		if (first.partition() == last.partition()) {
			return log(conversation, List.of(new Range(first.partition(), first.offset() - 1, last.offset())),
					AsOf.START, END);
		}
		AsOf until = AsOf.of(appendedAt, last.partition(), last.offset());
		AsOf start = asOf(conversation, first);
		Range before = new Range(first.partition(), first.offset() - 1, Long.MAX_VALUE);
		Range after = new Range(last.partition(), offsetNotAfter(conversation, last.partition(), start), last.offset());
		return log(conversation, List.of(before, after), AsOf.START, until);
	}

	/** Every message after a point in the log, up to another. */
	MessageLog between(Conversation conversation, AsOf after, AsOf until) {
		List<Range> ranges = conversation.document()
			.applied()
			.keySet()
			.stream()
			.map((partition) -> new Range(partition, offsetNotAfter(conversation, partition, after), Long.MAX_VALUE))
			.toList();
		return log(conversation, ranges, after, until);
	}

	/**
	 * The latest messages a user has neither seen nor written, oldest first.
	 * @param limit how many at most
	 */
	List<MessageDocument> unread(Conversation conversation, String userId, int limit) {
		Document membership = this.patience.keep("read a membership",
				() -> this.memberships.find(new Document("_id", MembershipDocument.id(userId, conversation.id())))
					.first());
		Document query = new Document("conversation_id", conversation.id());
		Date seen = seen(membership);
		if (seen != null) {
			query.append("timestamp", new Document("$gt", seen));
		}
		List<MessageDocument> unread = new ArrayList<>();
		this.patience.keep("read what is unread", () -> {
			unread.clear();
			this.messages.find(query)
				.projection(WITHOUT_TERMS)
				.sort(new Document("timestamp", -1).append("partition", -1).append("offset", -1))
				.limit(limit)
				.batchSize(PAGE)
				.map(MessageDocument::from)
				.forEach(unread::addFirst);
			return unread;
		});
		unread.removeIf((message) -> message.userId().equals(userId)
				|| !message.generation().equals(conversation.generation()));
		return unread;
	}

	private static @Nullable Date seen(@Nullable Document membership) {
		Date read = (membership != null) ? membership.getDate("read_at") : null;
		Date wrote = (membership != null) ? membership.getDate("wrote_at") : null;
		if (read == null || wrote == null) {
			return (read != null) ? read : wrote;
		}
		return read.after(wrote) ? read : wrote;
	}

	/** Where the newest message lies; {@link AsOf#START} when there is none. */
	AsOf newest(Conversation conversation) {
		AsOf newest = AsOf.START;
		for (Integer partition : conversation.document().applied().keySet()) {
			List<MessageDocument> last = descending(conversation, partition, Long.MAX_VALUE, 1);
			if (!last.isEmpty() && MessageLog.asOf(last.getFirst()).compareTo(newest) > 0) {
				newest = MessageLog.asOf(last.getFirst());
			}
		}
		return newest;
	}

	/** The point in the log before the newest messages of each partition. */
	AsOf beforeNewest(Conversation conversation, int count) {
		List<AsOf> newest = new ArrayList<>();
		for (Integer partition : conversation.document().applied().keySet()) {
			descending(conversation, partition, Long.MAX_VALUE, count + 1)
				.forEach((message) -> newest.add(MessageLog.asOf(message)));
		}
		newest.sort(AsOf::compareTo);
		return (newest.size() > count) ? newest.get(newest.size() - count - 1) : AsOf.START;
	}

	private MessageLog log(Conversation conversation, List<Range> ranges, AsOf after, AsOf until) {
		return new MessageLog((range, limit) -> ascending(conversation, range, limit), ranges, after, until);
	}

	private AsOf asOf(Conversation conversation, Position position) {
		List<MessageDocument> found = ascending(conversation,
				new Range(position.partition(), position.offset() - 1, position.offset()), 1);
		return found.isEmpty() ? AsOf.START : MessageLog.asOf(found.getFirst());
	}

	/**
	 * Where a partition stood at a point in the log: read from its end, for the messages
	 * after that point are few.
	 */
	private long offsetNotAfter(Conversation conversation, int partition, AsOf point) {
		if (point.equals(AsOf.START)) {
			return -1;
		}
		long end = Long.MAX_VALUE;
		while (true) {
			List<MessageDocument> page = descending(conversation, partition, end, PAGE);
			for (MessageDocument message : page) {
				if (MessageLog.asOf(message).compareTo(point) <= 0) {
					return message.offset();
				}
			}
			if (page.size() < PAGE) {
				return -1;
			}
			end = page.getLast().offset() - 1;
		}
	}

	private List<MessageDocument> ascending(Conversation conversation, Range range, int limit) {
		Document offsets = new Document("$gt", range.after()).append("$lte", range.until());
		return read(conversation, range.partition(), offsets, 1, limit);
	}

	private List<MessageDocument> descending(Conversation conversation, int partition, long until, int limit) {
		return read(conversation, partition, new Document("$lte", until), -1, limit);
	}

	private List<MessageDocument> read(Conversation conversation, int partition, Document offsets, int order,
			int limit) {
		Document filter = new Document("conversation_id", conversation.id()).append("partition", partition)
			.append("offset", offsets)
			.append("generation", conversation.generation());
		return this.patience.keep("read messages", () -> {
			FindIterable<Document> found = this.messages.find(filter)
				.projection(WITHOUT_TERMS)
				.sort(new Document("offset", order))
				.limit(limit)
				.batchSize(limit);
			List<MessageDocument> read = new ArrayList<>();
			found.forEach((each) -> read.add(MessageDocument.from(each)));
			return read;
		});
	}

	/**
	 * Makes a summary the conversation's rolling one, unless a newer one is, or the
	 * conversation is gone.
	 */
	boolean advance(ConversationSummary rolling, String generation) {
		Document filter = live(rolling.conversationId(), generation).append("summary.as_of",
				new Document("$not", new Document("$gte", rolling.asOf().value())));
		return setRolling(filter, rolling, generation);
	}

	/** Puts the model's rolling summary in the place of the extractive engine's. */
	boolean improve(ConversationSummary rolling, String generation, String replaced) {
		Document filter = live(rolling.conversationId(), generation).append("summary.as_of", rolling.asOf().value())
			.append("summary.engine", replaced);
		return setRolling(filter, rolling, generation);
	}

	private boolean setRolling(Document filter, ConversationSummary rolling, String generation) {
		Document summary = new Document(SummaryDocument.toMap(rolling, generation));
		boolean set = update(this.conversations, "store a rolling summary", filter, new Document("$set",
				new Document("summary", summary).append("summary_terms", SummaryDocument.terms(rolling))));
		if (set && rolling.title() != null) {
			// Once there is a title it stays: people find conversations by it, and it may
			// be a person's own.
			update(this.conversations, "store a title",
					live(rolling.conversationId(), generation).append("title", null),
					new Document("$set", new Document("title", rolling.title())));
		}
		return set;
	}

	/**
	 * Stores a summary unless its id has one; true when it was stored now.
	 * @param instead why the model did not make it; null when it did or there is none
	 */
	boolean insert(ConversationSummary summary, String generation, @Nullable Reason instead) {
		Document fields = fields(summary, generation);
		if (instead != null) {
			fields.append(DEGRADED_MARK, instead.passes()).append(INSTEAD, instead.json());
		}
		UpdateResult result = this.patience.keep("store a summary", () -> this.summaries
			.updateOne(new Document("_id", summary.summaryId()), new Document("$setOnInsert", fields), UPSERT));
		return result.getUpsertedId() != null;
	}

	/** Puts a summary in the place of an older one of the same request on demand. */
	boolean renew(ConversationSummary summary, String generation) {
		return update(this.summaries, "store a summary",
				own(summary.summaryId(), generation).append("as_of", new Document("$lt", summary.asOf().value())),
				new Document("$set", fields(summary, generation)));
	}

	/** Puts the model's summary in the place of the extractive engine's. */
	boolean replace(ConversationSummary summary, String generation) {
		return update(this.summaries, "replace a summary",
				own(summary.summaryId(), generation).append(DEGRADED_MARK, true),
				new Document("$set", fields(summary, generation)).append("$unset",
						new Document(DEGRADED_MARK, "").append(INSTEAD, "")));
	}

	/** Notes which summary answers who asks for this type next. */
	void answer(ConversationSummary summary, String generation) {
		update(this.conversations, "note an answer", live(summary.conversationId(), generation), new Document("$set",
				new Document(Conversation.ANSWERS + "." + summary.type().json(), summary.summaryId())));
	}

	/** Adds what summaries cost to the conversation's usage. */
	void charge(String conversationId, String generation, Usage usage) {
		update(this.conversations, "note usage", live(conversationId, generation),
				new Document("$inc",
						new Document("usage.input_tokens", usage.inputTokens())
							.append("usage.output_tokens", usage.outputTokens())
							.append("usage.cost", usage.cost())));
	}

	/** Removes a summary of a life of the conversation that has ended. */
	void remove(String id, String generation) {
		this.patience.keep("remove a summary", () -> this.summaries.deleteOne(own(id, generation)));
		this.patience.keep("forget a request", () -> this.degraded.deleteOne(own(id, generation)));
	}

	/** Removes everything that was made of lives of a conversation that have ended. */
	void removeOthers(String conversationId, String generation) {
		Document others = new Document("conversation_id", conversationId).append("generation",
				new Document("$ne", generation));
		this.patience.keep("remove summaries", () -> this.summaries.deleteMany(others));
		this.patience.keep("forget requests", () -> this.degraded.deleteMany(others));
	}

	/** Removes what a model answered about a conversation. */
	void forgetAnswers(String conversationId) {
		this.patience.keep("forget answers",
				() -> this.answers.deleteMany(new Document(ModelAnswerDocument.CONVERSATIONS, conversationId)));
	}

	/** Notes a request whose summary the model is to make later. */
	void degrade(SummaryRequest request, String generation) {
		Document fields = new Document("conversation_id", request.conversationId()).append("generation", generation)
			.append("request", new Document(Json.map(request)))
			.append("at", Date.from(this.clock.instant()));
		this.patience.keep("note a request", () -> this.degraded.updateOne(new Document("_id", request.requestId()),
				new Document("$setOnInsert", fields), UPSERT));
	}

	/**
	 * Requests whose summary the model is to make, some at a time, and none that somebody
	 * is at.
	 */
	List<SummaryRequest> degraded(int limit) {
		return this.patience.keep("read requests", () -> {
			List<SummaryRequest> requests = new ArrayList<>();
			this.degraded.find(new Document(CLAIMED, unclaimed()))
				.sort(new Document("_id", 1))
				.limit(limit)
				.forEach((each) -> requests
					.add(Json.mapper().convertValue(each.get("request", Map.of()), SummaryRequest.class)));
			return requests;
		});
	}

	/** Takes a request for a while; false when somebody else has it. */
	boolean claim(String requestId, Duration time) {
		return update(this.degraded, "claim a request", new Document("_id", requestId).append(CLAIMED, unclaimed()),
				new Document("$set", new Document(CLAIMED, Date.from(this.clock.instant().plus(time)))));
	}

	/** Gives a request back. */
	void release(String requestId) {
		update(this.degraded, "give a request back", new Document("_id", requestId),
				new Document("$unset", new Document(CLAIMED, "")));
	}

	private Document unclaimed() {
		return new Document("$not", new Document("$gt", Date.from(this.clock.instant())));
	}

	void settled(String requestId) {
		this.patience.keep("forget a request", () -> this.degraded.deleteOne(new Document("_id", requestId)));
	}

	private boolean update(MongoCollection<Document> collection, String what, Document filter, Document update) {
		return this.patience.keep(what, () -> collection.updateOne(filter, update)).getMatchedCount() == 1;
	}

	private static Document fields(ConversationSummary summary, String generation) {
		Document fields = new Document(SummaryDocument.toMap(summary, generation));
		fields.remove("_id");
		return fields;
	}

	private static Document own(String id, String generation) {
		return new Document("_id", id).append("generation", generation);
	}

	private static Document live(String conversationId, String generation) {
		return own(conversationId, generation).append("status", new Document("$ne", Status.ERASED.json()));
	}

	/** The type's latest summary made on demand. */
	@Nullable ConversationSummary answer(Conversation conversation, SummaryType type) {
		String id = conversation.answer(type);
		return (id != null) ? summary(id, conversation.generation()) : null;
	}

}
