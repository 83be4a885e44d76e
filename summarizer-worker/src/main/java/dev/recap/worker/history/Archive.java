package dev.recap.worker.history;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.BulkWriteUpsert;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.store.ErasureDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.worker.ledger.Ledger;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The log as documents: applies entries, those of a partition in their order, so that
 * each counts once however often and in whatever batches it comes.
 *
 * <p>
 * Per batch there is one step per collection: erasures, messages, memberships,
 * conversations. A message counts when the stored document is its own: written now, or
 * found written by a batch that broke off before its conversation was.
 */
final class Archive {

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

	private static final int CHUNK = 1000;

	/**
	 * A server that does one command after the other is asked for no more at once than it
	 * does in some milliseconds, for readers wait behind it.
	 */
	static final int WRITES = 250;

	/** What a plan does not need of a conversation is the greater part of it. */
	private static final Document PLANNED = new Document("summary", 0).append("summary_terms", 0)
		.append("answers", 0)
		.append("last_message", 0)
		.append("usage", 0);

	private static final Comparator<Entry> LOGGED = Comparator.comparing(Entry::appendedAt)
		.thenComparingLong(Entry::offset);

	private static final int LAST_MESSAGE_CHARACTERS = 1000;

	private final MongoCollection<Document> conversations;

	private final MongoCollection<Document> messages;

	private final MongoCollection<Document> summaries;

	private final MongoCollection<Document> erasures;

	private final MongoCollection<Document> progress;

	private final Memberships memberships;

	private final ArchivedFiles archived;

	private final UserErasure userErasure;

	private final Ledger ledger;

	private final Clock clock;

	Archive(MongoDatabase database, Clock clock, Ledger ledger) {
		this.conversations = database.getCollection(ConversationDocument.COLLECTION);
		this.messages = database.getCollection(MessageDocument.COLLECTION);
		this.summaries = database.getCollection(SummaryDocument.COLLECTION);
		this.erasures = database.getCollection(ErasureDocument.COLLECTION);
		this.progress = database.getCollection(ProgressDocument.COLLECTION);
		this.memberships = new Memberships(database);
		this.archived = new ArchivedFiles(database, clock);
		this.userErasure = new UserErasure(database, this::block, this.archived, ledger);
		this.ledger = ledger;
		this.clock = clock;
	}

	/**
	 * Applies entries.
	 * @param entries those of a partition in the order of their offsets
	 * @return how many messages were new
	 */
	long apply(List<Entry> entries) {
		Map<String, List<Entry>> left = new LinkedHashMap<>();
		entries.forEach(
				(entry) -> left.computeIfAbsent(entry.event().conversationId(), (id) -> new ArrayList<>()).add(entry));
		// Another archiver may hold another partition of the same conversation: who
		// comes second reads again what the first has written.
		long stored = 0;
		while (!left.isEmpty()) {
			Attempt attempt = attempt(left);
			stored += attempt.stored();
			left.keySet().retainAll(attempt.again());
		}
		return stored;
	}

	/** What one attempt has stored, and which conversations have to be tried again. */
	private record Attempt(long stored, Set<String> again) {
	}

	/** Notes of some partitions that everything before an offset is visible. */
	void advance(Map<Integer, Long> next) {
		List<WriteModel<Document>> writes = new ArrayList<>();
		next.forEach((partition, offset) -> writes.add(new UpdateOneModel<>(new Document("_id", partition),
				new Document("$max", new Document("next", offset)), UPSERT)));
		if (!writes.isEmpty()) {
			this.progress.bulkWrite(writes, UNORDERED);
		}
	}

	/** The offset before which everything is visible; 0 when nothing is. */
	long progress(int partition) {
		Document found = this.progress.find(new Document("_id", partition)).first();
		return (found != null) ? ProgressDocument.from(found).next() : 0;
	}

	private Attempt attempt(Map<String, List<Entry>> entries) {
		Map<String, Stored> known = read(entries.keySet());
		long stored = 0;
		List<Plan> plans = new ArrayList<>();
		Set<String> again = new HashSet<>();
		Map<String, List<Entry>> rest = new HashMap<>();
		entries.forEach((id, all) -> {
			Stored before = known.get(id);
			List<Entry> left = left(before, all);
			List<Entry> own = atOnce(left);
			if (own.isEmpty()) {
				return;
			}
			if (own.size() < left.size()) {
				rest.put(id, left.subList(own.size(), left.size()));
			}
			if (before != null && own.getFirst().event() instanceof UserErased) {
				if (!this.userErasure.apply(before, own.getFirst())) {
					again.add(id);
				}
				return;
			}
			Plan plan = Plan.of(id, before, own);
			if (plan.erasure() != null) {
				// What follows the erasure is planned upon what it has left.
				if (!erase(plan, plan.erasure()) || plan.last() > plan.erasure().offset()) {
					again.add(id);
				}
				return;
			}
			plans.add(plan);
		});
		if (!plans.isEmpty()) {
			List<Outcome> outcomes = store(plans);
			again.addAll(this.memberships.apply(outcomes));
			outcomes.removeIf((outcome) -> again.contains(outcome.plan().id()) || unknown(outcome));
			outcomes.forEach(this::changeItems);
			again.addAll(update(outcomes));
			stored = outcomes.stream()
				.filter((outcome) -> !again.contains(outcome.plan().id()))
				.mapToLong((outcome) -> outcome.counted().size())
				.sum();
		}
		rest.forEach((id, own) -> {
			if (again.add(id)) {
				entries.put(id, own);
			}
		});
		return new Attempt(stored, again);
	}

	/** Items of a conversation that was not there are not there either. */
	private void changeItems(Outcome outcome) {
		Plan plan = outcome.plan();
		if (outcome.exists() && plan.stored() != null) {
			for (Entry entry : plan.others()) {
				if (entry.event() instanceof ItemChanged changed) {
					AsOf asOf = AsOf.of(entry.appendedAt().toEpochMilli(), entry.partition(), entry.offset());
					this.ledger.change(changed, asOf, plan.generation());
				}
			}
		}
	}

	/** What is left to apply to a conversation. */
	private static List<Entry> left(@Nullable Stored stored, List<Entry> entries) {
		return entries.stream()
			.filter((entry) -> stored == null || !stored.conversation().hasApplied(entry.partition(), entry.offset()))
			// Of a conversation that is not there, nobody can be erased.
			.dropWhile((entry) -> stored == null && entry.event() instanceof UserErased)
			.toList();
	}

	/** What one plan takes: of one partition, and as far as no user is erased. */
	private static List<Entry> atOnce(List<Entry> entries) {
		for (int i = 1; i < entries.size(); i++) {
			Entry first = entries.getFirst();
			Entry next = entries.get(i);
			if (next.partition() != first.partition() || first.event() instanceof UserErased
					|| next.event() instanceof UserErased) {
				return entries.subList(0, i);
			}
		}
		return entries;
	}

	/** Nothing is noted of what happens to conversations that never were. */
	private static boolean unknown(Outcome outcome) {
		return !outcome.exists() && outcome.plan().stored() == null;
	}

	private Map<String, Stored> read(Collection<String> ids) {
		Map<String, Stored> stored = new HashMap<>();
		for (Document each : this.conversations.find(new Document("_id", new Document("$in", List.copyOf(ids))))
			.projection(PLANNED)
			.batchSize(CHUNK)) {
			stored.put(each.getString("_id"), Stored.of(each));
		}
		return stored;
	}

	private boolean erase(Plan plan, Entry erasure) {
		this.ledger.eraseOthers(plan.id(), plan.generation());
		Document others = ofOtherLives(plan);
		Remains remains = Remains.of(plan, mark(plan, erasure),
				this.messages.find(others).projection(Remains.FIELDS).batchSize(CHUNK),
				(messageIds) -> blocked(plan.id(), messageIds));
		Set<String> erased = new TreeSet<>(plan.voided());
		if (!plan.expires()) {
			erased.addAll(remains.erasedMessages());
			this.archived.erase(plan.id());
		}
		block(plan.id(), erased);
		// By their ids: what another archiver has stored since is not the erasure's.
		keep(plan, remains);
		this.summaries.deleteMany(others);
		this.memberships.erase(others);
		return forget(plan, erasure);
	}

	private static Document ofOtherLives(Plan plan) {
		return new Document("conversation_id", plan.id()).append("generation", new Document("$ne", plan.generation()));
	}

	private static ConversationDocument.Erased mark(Plan plan, Entry erasure) {
		return new ConversationDocument.Erased(plan.partition(), erasure.offset(), erasure.appendedAt());
	}

	/**
	 * Takes messages that are newer than an erasure into the life that begins with it.
	 */
	private void keep(Plan plan, Remains remains) {
		delete(remains.erased());
		for (List<String> ids : chunks(remains.kept())) {
			this.messages.updateMany(new Document("_id", new Document("$in", ids)),
					new Document("$set", new Document("generation", plan.generation())));
		}
	}

	private void delete(List<String> ids) {
		delete(this.messages, ids);
	}

	static void delete(MongoCollection<Document> messages, List<String> ids) {
		chunks(ids).forEach((chunk) -> messages.deleteMany(new Document("_id", new Document("$in", chunk))));
	}

	private static <T> List<List<T>> chunks(List<T> all) {
		return chunks(all, CHUNK);
	}

	static <T> List<List<T>> chunks(List<T> all, int size) {
		List<List<T>> chunks = new ArrayList<>();
		for (int from = 0; from < all.size(); from += size) {
			chunks.add(all.subList(from, Math.min(from + size, all.size())));
		}
		return chunks;
	}

	/** Leaves of the conversation what keeps late records out, and what is newer. */
	private boolean forget(Plan plan, Entry erasure) {
		Document applied = applied(plan).append(String.valueOf(plan.partition()), erasure.offset());
		long version = (plan.stored() != null) ? plan.stored().version() : 0;
		Outcome left = left(plan, applied);
		Document mark = left.exists() ? fresh(left) : empty(plan, erasure);
		mark.append("applied", applied)
			.append("erased",
					new Document("partition", plan.partition()).append("offset", erasure.offset())
						.append("appended_at", Date.from(erasure.appendedAt())))
			.append("version", version + 1);
		if (plan.stored() == null) {
			return this.conversations
				.updateOne(new Document("_id", plan.id()), new Document("$setOnInsert", mark), UPSERT)
				.getUpsertedId() != null;
		}
		return this.conversations
			.replaceOne(new Document("_id", plan.id()).append("version", version), mark, new ReplaceOptions())
			.getMatchedCount() == 1;
	}

	private static Document empty(Plan plan, Entry erasure) {
		return new Document("status", Status.ERASED.json()).append("created_at", Date.from(erasure.appendedAt()))
			.append("updated_at", Date.from(erasure.appendedAt()))
			.append("generation", plan.generation());
	}

	/** The conversation as the messages make it that the erasure has left. */
	private Outcome left(Plan plan, Document applied) {
		Map<String, Entry> survivors = new LinkedHashMap<>();
		for (Document each : this.messages
			.find(new Document("conversation_id", plan.id()).append("generation", plan.generation()))
			.batchSize(CHUNK)) {
			MessageDocument document = MessageDocument.from(each);
			// One that its own partition has yet to apply counts when it does.
			if (plan.applied(document.partition(), document.offset())) {
				survivors.put(document.messageId(), Remains.entry(document));
			}
		}
		Plan upon = plan.upon(survivors);
		Outcome outcome = new Outcome(upon, List.copyOf(survivors.values()));
		this.memberships.rebuild(outcome, applied);
		return outcome;
	}

	private void block(String conversation, Collection<String> messageIds) {
		Date now = Date.from(this.clock.instant());
		List<WriteModel<Document>> writes = new ArrayList<>();
		for (String id : messageIds) {
			writes.add(new UpdateOneModel<>(new Document("_id", ErasureDocument.id(conversation, id)),
					new Document("$setOnInsert", new Document("at", now)), UPSERT));
			if (writes.size() == CHUNK) {
				this.erasures.bulkWrite(writes, UNORDERED);
				writes.clear();
			}
		}
		if (!writes.isEmpty()) {
			this.erasures.bulkWrite(writes, UNORDERED);
		}
	}

	/** Stores the messages of the plans and finds out which of them are new. */
	private List<Outcome> store(List<Plan> plans) {
		Set<String> blocked = blocked(plans);
		List<List<Fresh>> fresh = plans.stream().map((plan) -> fresh(plan, blocked)).toList();
		// In the order of time, nearly: what is put into an index of time one after the
		// other lies side by side there.
		upsert(fresh.stream().flatMap(List::stream).sorted(Comparator.comparing(Fresh::entry, LOGGED)).toList());
		List<Outcome> outcomes = new ArrayList<>(plans.size());
		for (int i = 0; i < plans.size(); i++) {
			outcomes
				.add(new Outcome(plans.get(i), fresh.get(i).stream().filter(Fresh::own).map(Fresh::entry).toList()));
		}
		return outcomes;
	}

	/** A plan's messages that no erasure keeps out, once what is in their way is gone. */
	private List<Fresh> fresh(Plan plan, Set<String> blocked) {
		List<Fresh> fresh = new ArrayList<>(plan.messages().size());
		List<WriteModel<Document>> strays = new ArrayList<>();
		plan.messages().forEach((id, entry) -> {
			MessageDocument document = MessageDocument.of((MessagePosted) entry.event(), plan.partition(),
					entry.offset(), entry.appendedAt(), plan.generation());
			if (plan.everErased() && blocked.contains(ErasureDocument.id(plan.id(), id))) {
				strays.add(new DeleteOneModel<>(ofRecord(document)));
			}
			else {
				fresh.add(new Fresh(document, entry));
			}
		});
		if (!plan.voided().isEmpty()) {
			voidLate(plan);
		}
		if (!strays.isEmpty()) {
			this.messages.bulkWrite(strays, UNORDERED);
		}
		if (!plan.voided().isEmpty() || !strays.isEmpty()) {
			// An attempt that an erasure came between has left them.
			this.memberships.erase(ofOtherLives(plan));
		}
		return fresh;
	}

	/** A message to store; it is our own when its record is what was stored. */
	private static final class Fresh {

		private final MessageDocument document;

		private final Entry entry;

		private boolean own = true;

		Fresh(MessageDocument document, Entry entry) {
			this.document = document;
			this.entry = entry;
		}

		MessageDocument document() {
			return this.document;
		}

		Entry entry() {
			return this.entry;
		}

		boolean own() {
			return this.own;
		}

	}

	/** Messages an erasure from another partition has overtaken. */
	private void voidLate(Plan plan) {
		block(plan.id(), plan.voided());
		List<String> ids = plan.voided().stream().map((id) -> MessageDocument.id(plan.id(), id)).toList();
		this.messages.deleteMany(new Document("_id", new Document("$in", ids)).append("generation",
				new Document("$ne", plan.generation())));
	}

	private Set<String> blocked(List<Plan> plans) {
		Set<String> ids = new HashSet<>();
		plans.stream()
			.filter(Plan::everErased)
			.forEach((plan) -> plan.messages().keySet().forEach((id) -> ids.add(ErasureDocument.id(plan.id(), id))));
		return marks(ids);
	}

	private Set<String> blocked(String conversation, Set<String> messageIds) {
		Map<String, String> byMark = new HashMap<>();
		messageIds.forEach((id) -> byMark.put(ErasureDocument.id(conversation, id), id));
		byMark.keySet().retainAll(marks(byMark.keySet()));
		return Set.copyOf(byMark.values());
	}

	/** Which of some marks of erased messages there are. */
	private Set<String> marks(Set<String> ids) {
		Set<String> found = new HashSet<>();
		for (List<String> chunk : chunks(List.copyOf(ids))) {
			for (Document each : this.erasures.find(new Document("_id", new Document("$in", chunk))).batchSize(CHUNK)) {
				found.add(each.getString("_id"));
			}
		}
		return found;
	}

	/** Writes what is not there yet, and finds out what was there already. */
	private void upsert(List<Fresh> all) {
		for (List<Fresh> chunk : chunks(all, WRITES)) {
			List<WriteModel<Document>> writes = new ArrayList<>(chunk.size());
			chunk.forEach((each) -> writes
				.add(new UpdateOneModel<>(new BsonDocument("_id", new BsonString(each.document().id())),
						MessageBytes.setOnInsert(each.document()), UPSERT)));
			BulkWriteResult result = this.messages.bulkWrite(writes, UNORDERED);
			if (result.getUpserts().size() < chunk.size()) {
				settle(chunk, result);
			}
		}
	}

	private void settle(List<Fresh> chunk, BulkWriteResult result) {
		Set<Integer> inserted = new HashSet<>();
		for (BulkWriteUpsert upsert : result.getUpserts()) {
			inserted.add(upsert.getIndex());
		}
		List<Fresh> found = IntStream.range(0, chunk.size())
			.filter((index) -> !inserted.contains(index))
			.mapToObj(chunk::get)
			.toList();
		Set<String> own = writtenBefore(found.stream().map(Fresh::document).toList());
		found.forEach((each) -> each.own = own.contains(each.document().id()));
	}

	/** Which documents a batch that broke off has written from the very same records. */
	private Set<String> writtenBefore(List<MessageDocument> found) {
		Set<String> own = new HashSet<>();
		if (found.isEmpty()) {
			return own;
		}
		Map<String, MessageDocument> byId = new HashMap<>();
		found.forEach((document) -> byId.put(document.id(), document));
		List<String> adopted = new ArrayList<>();
		for (Document each : this.messages.find(new Document("_id", new Document("$in", List.copyOf(byId.keySet()))))
			.projection(new Document("partition", 1).append("offset", 1).append("generation", 1))
			.batchSize(CHUNK)) {
			String id = each.getString("_id");
			MessageDocument document = byId.get(id);
			if (document != null && isOfRecord(each, document)) {
				own.add(id);
				if (!document.generation().equals(each.getString("generation"))) {
					adopted.add(id);
				}
			}
		}
		adopt(adopted, byId);
		return own;
	}

	/** What is stored of the very record a document was made of. */
	private static Document ofRecord(MessageDocument document) {
		return new Document("_id", document.id()).append("partition", document.partition())
			.append("offset", document.offset());
	}

	private static boolean isOfRecord(Document stored, MessageDocument document) {
		return stored.get("partition") instanceof Number partition && stored.get("offset") instanceof Number offset
				&& partition.intValue() == document.partition() && offset.longValue() == document.offset();
	}

	/** Written before another partition's erasure, which it outlives. */
	private void adopt(List<String> ids, Map<String, MessageDocument> documents) {
		List<WriteModel<Document>> writes = new ArrayList<>();
		for (String id : ids) {
			MessageDocument document = documents.get(id);
			if (document != null) {
				writes.add(new UpdateOneModel<>(ofRecord(document),
						new Document("$set", new Document("generation", document.generation()))));
			}
		}
		if (!writes.isEmpty()) {
			this.messages.bulkWrite(writes, UNORDERED);
		}
	}

	/** Brings conversations up to date; returns those that somebody else has changed. */
	private Set<String> update(List<Outcome> outcomes) {
		Set<String> missed = new HashSet<>();
		for (List<Outcome> chunk : chunks(outcomes, WRITES)) {
			List<WriteModel<Document>> writes = chunk.stream().map(Archive::write).toList();
			BulkWriteResult result = this.conversations.bulkWrite(writes, UNORDERED);
			if (result.getMatchedCount() + result.getUpserts().size() < chunk.size() || raced(chunk, result)) {
				chunk.forEach((outcome) -> missed.add(outcome.plan().id()));
			}
		}
		return missed;
	}

	/** Whether a conversation that was to be new had been made meanwhile. */
	private static boolean raced(List<Outcome> chunk, BulkWriteResult result) {
		long fresh = chunk.stream().filter((outcome) -> outcome.plan().stored() == null).count();
		return result.getUpserts().size() < fresh;
	}

	private static WriteModel<Document> write(Outcome outcome) {
		Plan plan = outcome.plan();
		Stored stored = plan.stored();
		if (stored == null) {
			return new UpdateOneModel<>(new Document("_id", plan.id()), new Document("$setOnInsert", fresh(outcome)),
					UPSERT);
		}
		Document set = new Document("applied." + plan.partition(), plan.last()).append("version", stored.version() + 1)
			.append("status", outcome.status().json());
		Document update = new Document("$set", set);
		if (outcome.exists()) {
			changes(outcome, set, update);
			if (stored.conversation().status() == Status.ERASED) {
				set.append("created_at", Date.from(outcome.createdAt()));
			}
		}
		return new UpdateOneModel<>(new Document("_id", plan.id()).append("version", stored.version()), update);
	}

	private static void changes(Outcome outcome, Document set, Document update) {
		put(set, "title", outcome.title());
		put(set, "user_id", outcome.owner());
		put(set, "updated_at", date(outcome.updatedAt()));
		put(set, "first_at", date(outcome.firstAt()));
		put(set, "last_at", date(outcome.lastAt()));
		put(set, "last_message", lastMessage(outcome));
		Document unset = new Document();
		Keeping.note(outcome, set, unset);
		if (!unset.isEmpty()) {
			update.append("$unset", unset);
		}
		if (outcome.metadata() != null) {
			set.append("metadata", ConversationDocument.metadata(outcome.metadata()));
		}
		if (!outcome.counted().isEmpty()) {
			Document increments = new Document("message_count", (long) outcome.counted().size());
			Usage usage = outcome.usage();
			if (usage.inputTokens() + usage.outputTokens() > 0 || usage.cost() > 0) {
				increments.append("usage.input_tokens", usage.inputTokens())
					.append("usage.output_tokens", usage.outputTokens())
					.append("usage.cost", usage.cost());
			}
			update.append("$inc", increments);
		}
	}

	private static Document fresh(Outcome outcome) {
		Plan plan = outcome.plan();
		Document document = new Document("status", outcome.status().json()).append("generation", plan.generation())
			.append("created_at", Date.from(outcome.createdAt()))
			.append("updated_at", Date.from(outcome.updatedAt()))
			.append("message_count", (long) outcome.counted().size())
			.append("applied", new Document(String.valueOf(plan.partition()), plan.last()))
			.append("version", 1L);
		put(document, "title", outcome.title());
		put(document, "user_id", outcome.owner());
		put(document, "first_at", date(outcome.firstAt()));
		put(document, "last_at", date(outcome.lastAt()));
		put(document, "last_message", lastMessage(outcome));
		Keeping.note(outcome, document, new Document());
		if (outcome.metadata() != null) {
			document.append("metadata", ConversationDocument.metadata(outcome.metadata()));
		}
		Usage usage = outcome.usage();
		if (usage.inputTokens() + usage.outputTokens() > 0 || usage.cost() > 0) {
			document.append("usage",
					new Document("input_tokens", usage.inputTokens()).append("output_tokens", usage.outputTokens())
						.append("cost", usage.cost()));
		}
		return document;
	}

	private static @Nullable Document lastMessage(Outcome outcome) {
		MessagePosted last = outcome.lastMessage();
		if (last == null) {
			return null;
		}
		return new Document("message_id", last.messageId()).append("user_id", last.userId())
			.append("content", beginning(last.content()))
			.append("timestamp", Date.from(last.timestamp()));
	}

	/** As much of a message as a list shows. */
	static String beginning(String content) {
		if (content.length() <= LAST_MESSAGE_CHARACTERS) {
			return content;
		}
		boolean halved = Character.isHighSurrogate(content.charAt(LAST_MESSAGE_CHARACTERS - 1));
		return content.substring(0, LAST_MESSAGE_CHARACTERS - (halved ? 1 : 0));
	}

	private static Document applied(Plan plan) {
		Document applied = new Document();
		if (plan.stored() != null) {
			plan.stored()
				.conversation()
				.applied()
				.forEach((partition, offset) -> applied.append(String.valueOf(partition), offset));
		}
		return applied;
	}

	static void put(Document document, String field, @Nullable Object value) {
		if (value != null) {
			document.append(field, value);
		}
	}

	static @Nullable Date date(@Nullable Instant instant) {
		return (instant != null) ? Date.from(instant) : null;
	}

	static Document without(Document document, String field) {
		document.remove(field);
		return document;
	}

}
