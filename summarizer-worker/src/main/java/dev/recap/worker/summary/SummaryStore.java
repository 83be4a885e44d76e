package dev.recap.worker.summary;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.topic.Position;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What the summarizer reads of the archive and writes to it. */
final class SummaryStore {

	private static final int BATCH = 1000;

	private static final Comparator<MessageDocument> BY_TIME = Comparator.comparing(MessageDocument::timestamp)
		.thenComparing(MessageDocument::partition)
		.thenComparing(MessageDocument::offset);

	private final MongoCollection<Document> conversations;

	private final MongoCollection<Document> messages;

	private final MongoCollection<Document> summaries;

	private final MongoCollection<Document> progress;

	private final MongoCollection<Document> memberships;

	SummaryStore(MongoDatabase database) {
		this.conversations = database.getCollection(ConversationDocument.COLLECTION);
		this.messages = database.getCollection(MessageDocument.COLLECTION);
		this.summaries = database.getCollection(SummaryDocument.COLLECTION);
		this.progress = database.getCollection(ProgressDocument.COLLECTION);
		this.memberships = database.getCollection(MembershipDocument.COLLECTION);
	}

	/** Whether the archiver has applied a position. */
	boolean applied(Position position) {
		Document found = this.progress.find(new Document("_id", position.partition())).first();
		return found != null && ProgressDocument.from(found).next() > position.offset();
	}

	/** A conversation that has not been erased; a hidden one goes on being summarized. */
	Optional<ConversationDocument> conversation(String id) {
		return Optional.ofNullable(this.conversations.find(new Document("_id", id)).first())
			.map(ConversationDocument::from)
			.filter((conversation) -> conversation.status() != ConversationDocument.Status.ERASED);
	}

	/** The messages of a window, by their time. */
	List<MessageDocument> between(ConversationDocument conversation, Position first, Position last, int limit) {
		if (first.partition() == last.partition()) {
			return byPosition(conversation, first.partition(), first.offset(), last.offset(), limit);
		}
		// Partitions were added in the middle of the window.
		List<MessageDocument> found = new ArrayList<>(
				byPosition(conversation, first.partition(), first.offset(), Long.MAX_VALUE, limit));
		found.addAll(byPosition(conversation, last.partition(), 0, last.offset(), limit - found.size()));
		return sorted(found);
	}

	/** The messages after one point of the log up to another, by their time. */
	List<MessageDocument> since(ConversationDocument conversation, AsOf after, AsOf upTo, int limit) {
		List<MessageDocument> found = new ArrayList<>();
		Position start = after.position();
		for (Integer partition : conversation.applied().keySet()) {
			long from = (start != null && start.partition() == partition) ? start.offset() + 1 : 0;
			byPosition(conversation, partition, from, Long.MAX_VALUE, limit - found.size()).stream()
				.filter((message) -> asOf(message).compareTo(after) > 0 && asOf(message).compareTo(upTo) <= 0)
				.forEach(found::add);
		}
		return sorted(found);
	}

	/** What of these messages a user has neither seen nor written. */
	List<MessageDocument> unread(ConversationDocument conversation, String userId, List<MessageDocument> messages) {
		Optional<MembershipDocument> member = Optional
			.ofNullable(this.memberships.find(new Document("_id", MembershipDocument.id(userId, conversation.id())))
				.first())
			.map(MembershipDocument::from);
		Instant seen = Stream.of(member.map(MembershipDocument::readAt), member.map(MembershipDocument::wroteAt))
			.flatMap(Optional::stream)
			.max(Comparator.naturalOrder())
			.orElse(Instant.MIN);
		return messages.stream()
			.filter((message) -> message.timestamp().isAfter(seen) && !message.userId().equals(userId))
			.toList();
	}

	/** Where the newest message lies; empty when there is none. */
	Optional<AsOf> newest(ConversationDocument conversation) {
		return conversation.applied()
			.keySet()
			.stream()
			.map((partition) -> this.messages
				.find(new Document("conversation_id", conversation.id()).append("partition", partition))
				.sort(Sorts.descending("offset"))
				.limit(1)
				.first())
			.filter((document) -> document != null)
			.map(MessageDocument::from)
			.filter((message) -> message.generation().equals(conversation.generation()))
			.map(SummaryStore::asOf)
			.max(Comparator.naturalOrder());
	}

	Optional<ConversationSummary> summary(String id, String generation) {
		return Optional
			.ofNullable(this.summaries.find(new Document("_id", id).append("generation", generation)).first())
			.map(SummaryDocument::from);
	}

	/** The latest summary of a type. */
	Optional<ConversationSummary> latest(ConversationDocument conversation, SummaryType type) {
		return Optional.ofNullable(this.summaries
			.find(new Document("conversation_id", conversation.id()).append("type", type.json())
				.append("generation", conversation.generation()))
			.sort(Sorts.descending("generated_at", "_id"))
			.limit(1)
			.first()).map(SummaryDocument::from);
	}

	/** Stores a summary unless one is stored for the same request. */
	void store(ConversationSummary summary, String generation) {
		Document document = new Document(SummaryDocument.toMap(summary, generation));
		Object id = document.remove("_id");
		this.summaries.updateOne(new Document("_id", id), new Document("$setOnInsert", document),
				new UpdateOptions().upsert(true));
	}

	/** Makes a summary the conversation's latest unless a newer one is. */
	void storeRolling(ConversationSummary rolling, String generation) {
		Document guard = new Document("_id", rolling.conversationId()).append("generation", generation)
			.append("summary.as_of", new Document("$not", new Document("$gte", rolling.asOf().value())));
		Map<String, Object> document = SummaryDocument.toMap(rolling, generation);
		this.conversations.updateOne(guard, new Document("$set", new Document("summary", new Document(document))
			.append("summary_terms", SummaryDocument.terms(rolling))));
	}

	/** Forgets a summary that was stored while its conversation was erased. */
	void remove(String id) {
		this.summaries.deleteOne(new Document("_id", id));
	}

	static AsOf asOf(MessageDocument message) {
		return AsOf.of(message.appendedAt().toEpochMilli(), message.partition(), message.offset());
	}

	private List<MessageDocument> byPosition(ConversationDocument conversation, int partition, long from, long to,
			int limit) {
		List<MessageDocument> found = new ArrayList<>();
		if (limit <= 0) {
			return found;
		}
		Document query = new Document("conversation_id", conversation.id()).append("partition", partition)
			.append("offset", new Document("$gte", from).append("$lte", to));
		for (Document each : this.messages.find(query)
			.projection(Projections.exclude("metadata"))
			.sort(Sorts.ascending("offset"))
			.limit(limit)
			.batchSize(BATCH)) {
			MessageDocument message = MessageDocument.from(each);
			if (message.generation().equals(conversation.generation())) {
				found.add(message);
			}
		}
		return sorted(found);
	}

	private static List<MessageDocument> sorted(List<MessageDocument> messages) {
		messages.sort(BY_TIME);
		return messages;
	}

	/** What is stored of a conversation under its generation; null when it was erased. */
	@Nullable ConversationDocument unchanged(ConversationDocument before) {
		return conversation(before.id()).filter((now) -> now.generation().equals(before.generation())).orElse(null);
	}

}
