package dev.recap.worker.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Users in conversations; each document notes itself what was applied to it, because a
 * batch can break off between these and the conversations.
 */
final class Memberships {

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

	private static final int CHUNK = 1000;

	/** What a change does not depend on. */
	private static final Document PLANNED = new Document("user_id", 0).append("conversation_id", 0)
		.append("message_count", 0)
		.append("last_at", 0)
		.append("hidden", 0)
		.append("wrote_at", 0)
		.append("read_message_id", 0);

	private final MongoCollection<Document> memberships;

	private final MongoCollection<Document> messages;

	Memberships(MongoDatabase database) {
		this.memberships = database.getCollection(MembershipDocument.COLLECTION);
		this.messages = database.getCollection(MessageDocument.COLLECTION);
	}

	void erase(Document others) {
		this.memberships.deleteMany(others);
	}

	/** Makes anew the memberships of those whose messages an erasure has left. */
	void rebuild(Outcome outcome, Document applied) {
		Map<String, Change> changes = changes(List.of(outcome));
		if (changes.isEmpty()) {
			return;
		}
		List<WriteModel<Document>> writes = new ArrayList<>();
		changes.values()
			.forEach((change) -> writes.add(new UpdateOneModel<>(new Document("_id", change.id()),
					new Document("$set", whole(change, applied, Map.of())), UPSERT)));
		this.memberships.bulkWrite(writes, UNORDERED);
	}

	/** What a batch changes in one membership. */
	private static final class Change {

		private final String user;

		private final Outcome outcome;

		private final List<Entry> said = new ArrayList<>();

		private final List<MessageRead> reads = new ArrayList<>();

		Change(String user, Outcome outcome) {
			this.user = user;
			this.outcome = outcome;
		}

		String id() {
			return MembershipDocument.id(this.user, this.outcome.plan().id());
		}

	}

	/** Applies outcomes; returns the conversations that have to be tried again. */
	Set<String> apply(List<Outcome> outcomes) {
		Map<String, Change> changes = changes(outcomes);
		Map<String, Document> stored = read(this.memberships, changes.keySet(), PLANNED);
		Map<String, Document> read = readMessages(changes);
		Set<String> missed = new HashSet<>();
		Archive.chunks(List.copyOf(changes.values()), Archive.WRITES)
			.forEach((chunk) -> write(chunk, stored, read, missed));
		spread(outcomes);
		return missed;
	}

	private static Map<String, Change> changes(List<Outcome> outcomes) {
		Map<String, Change> changes = new LinkedHashMap<>();
		for (Outcome outcome : outcomes) {
			if (!outcome.exists()) {
				continue;
			}
			for (Entry entry : outcome.counted()) {
				change(changes, ((MessagePosted) entry.event()).userId(), outcome).said.add(entry);
			}
			if (outcome.owner() != null && !outcome.plan().others().isEmpty()) {
				change(changes, outcome.owner(), outcome);
			}
			for (MessageRead read : outcome.reads()) {
				change(changes, read.userId(), outcome).reads.add(read);
			}
		}
		return changes;
	}

	private static Change change(Map<String, Change> changes, String user, Outcome outcome) {
		return changes.computeIfAbsent(MembershipDocument.id(user, outcome.plan().id()),
				(id) -> new Change(user, outcome));
	}

	private Map<String, Document> readMessages(Map<String, Change> changes) {
		Set<String> ids = new HashSet<>();
		changes.values()
			.forEach((change) -> change.reads
				.forEach((read) -> ids.add(MessageDocument.id(change.outcome.plan().id(), read.messageId()))));
		return read(this.messages, ids, new Document("terms", 0).append("content", 0));
	}

	private static Map<String, Document> read(MongoCollection<Document> collection, Set<String> ids,
			Document projection) {
		Map<String, Document> found = new HashMap<>();
		if (!ids.isEmpty()) {
			for (Document each : collection.find(new Document("_id", new Document("$in", List.copyOf(ids))))
				.projection(projection)
				.batchSize(CHUNK)) {
				found.put(each.getString("_id"), each);
			}
		}
		return found;
	}

	private void write(List<Change> changes, Map<String, Document> stored, Map<String, Document> read,
			Set<String> missed) {
		List<WriteModel<Document>> writes = new ArrayList<>();
		List<Change> written = new ArrayList<>();
		int fresh = 0;
		for (Change change : changes) {
			Document before = stored.get(change.id());
			WriteModel<Document> write = (before == null) ? fresh(change, read) : update(change, before, read);
			if (write != null) {
				writes.add(write);
				written.add(change);
				fresh += (before == null) ? 1 : 0;
			}
		}
		if (writes.isEmpty()) {
			return;
		}
		BulkWriteResult result = this.memberships.bulkWrite(writes, UNORDERED);
		if (result.getUpserts().size() < fresh || result.getMatchedCount() < writes.size() - fresh) {
			written.forEach((change) -> missed.add(change.outcome.plan().id()));
		}
	}

	private static WriteModel<Document> fresh(Change change, Map<String, Document> read) {
		return new UpdateOneModel<>(new Document("_id", change.id()),
				new Document("$setOnInsert", whole(change, applied(change), read)), UPSERT);
	}

	private static Document applied(Change change) {
		Plan plan = change.outcome.plan();
		return new Document(String.valueOf(plan.partition()), plan.last());
	}

	private static Document whole(Change change, Document applied, Map<String, Document> read) {
		Outcome outcome = change.outcome;
		Document document = new Document("user_id", change.user).append("conversation_id", outcome.plan().id())
			.append("message_count", (long) change.said.size())
			.append("last_at", Date.from(lastAt(outcome)))
			.append("hidden", outcome.hidden())
			.append("generation", outcome.plan().generation())
			.append("applied", applied);
		Archive.put(document, "wrote_at", Archive.date(wroteAt(change.said)));
		marker(document, change, null, read);
		return document;
	}

	private static @Nullable WriteModel<Document> update(Change change, Document before, Map<String, Document> read) {
		Outcome outcome = change.outcome;
		String generation = before.getString("generation");
		Document filter = new Document("_id", change.id()).append("generation", generation);
		if (!outcome.plan().generation().equals(generation)) {
			return new UpdateOneModel<>(filter, new Document("$set", whole(change, applied(change), read)));
		}
		int partition = outcome.plan().partition();
		Long applied = applied(before, partition);
		long seen = (applied != null) ? applied : -1;
		if (seen >= outcome.plan().last()) {
			return null;
		}
		String field = "applied." + partition;
		filter.append(field, (applied != null) ? applied : new Document("$exists", false));
		List<Entry> said = change.said.stream().filter((entry) -> entry.offset() > seen).toList();
		Document set = new Document(field, outcome.plan().last()).append("hidden", outcome.hidden());
		marker(set, change, before.getDate("read_at"), read);
		Document max = new Document("last_at", Date.from(lastAt(outcome)));
		Archive.put(max, "wrote_at", Archive.date(wroteAt(said)));
		Document update = new Document("$set", set).append("$max", max);
		if (!said.isEmpty()) {
			update.append("$inc", new Document("message_count", (long) said.size()));
		}
		return new UpdateOneModel<>(filter, update);
	}

	private static @Nullable Long applied(Document before, int partition) {
		return (before.get("applied") instanceof Document applied
				&& applied.get(String.valueOf(partition)) instanceof Number number) ? number.longValue() : null;
	}

	/** Moves a user's marker forward, never back. */
	private static void marker(Document set, Change change, @Nullable Date before, Map<String, Document> read) {
		Plan plan = change.outcome.plan();
		Date furthest = before;
		for (MessageRead each : change.reads) {
			Document message = read.get(MessageDocument.id(plan.id(), each.messageId()));
			if (message != null && plan.generation().equals(message.getString("generation"))
					&& (furthest == null || message.getDate("timestamp").after(furthest))) {
				furthest = message.getDate("timestamp");
				set.append("read_message_id", each.messageId()).append("read_at", furthest);
			}
		}
	}

	/**
	 * Everybody's list is ordered by the conversation's latest message, whoever wrote it.
	 */
	private void spread(List<Outcome> outcomes) {
		List<WriteModel<Document>> writes = new ArrayList<>();
		for (Outcome outcome : outcomes) {
			boolean known = outcome.plan().stored() != null;
			if (outcome.exists() && known && (outcome.lastMessage() != null || !outcome.plan().others().isEmpty())) {
				Date lastAt = Date.from(lastAt(outcome));
				// Who has just written is there already.
				Document behind = new Document("conversation_id", outcome.plan().id()).append("$or",
						List.of(new Document("last_at", new Document("$lt", lastAt)),
								new Document("hidden", new Document("$ne", outcome.hidden()))));
				writes.add(new UpdateManyModel<>(behind, new Document("$max", new Document("last_at", lastAt))
					.append("$set", new Document("hidden", outcome.hidden()))));
			}
		}
		Archive.chunks(writes, Archive.WRITES).forEach((chunk) -> this.memberships.bulkWrite(chunk, UNORDERED));
	}

	private static Instant lastAt(Outcome outcome) {
		return (outcome.lastAt() != null) ? outcome.lastAt() : outcome.createdAt();
	}

	private static @Nullable Instant wroteAt(List<Entry> said) {
		return said.stream().map((entry) -> entry.event().timestamp()).max(Instant::compareTo).orElse(null);
	}

}
