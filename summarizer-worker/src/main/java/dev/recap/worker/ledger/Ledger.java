package dev.recap.worker.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import dev.recap.schema.Identifiers;
import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.ItemEvent;
import dev.recap.schema.summary.SummaryEvent.ItemOpened;
import dev.recap.worker.ledger.Entry.Change;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The action items and decisions of conversations. What windows and people say of them is
 * kept as evidence, and the items are what the evidence makes in the log's order, so that
 * replays and workers that are out of order end in the same items.
 *
 * <p>
 * Nothing is locked. Who adds evidence raises the conversation's version, and goes on
 * making the items anew until the version they were made of is still the latest. Evidence
 * later than all before is added to the items as they stand; only what comes out of order
 * has everything made again.
 */
public final class Ledger {

	private static final String HEADS = "item_ledgers";

	private static final int PAGE = 500;

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private final MongoCollection<Document> items;

	private final MongoCollection<Document> evidence;

	private final MongoCollection<Document> heads;

	private final MongoCollection<Document> messages;

	private final ItemEvents events;

	public Ledger(MongoDatabase database, ItemEvents events) {
		this.items = database.getCollection(ItemDocument.COLLECTION);
		this.evidence = database.getCollection(Evidence.COLLECTION);
		this.heads = database.getCollection(HEADS);
		this.messages = database.getCollection(MessageDocument.COLLECTION);
		this.events = events;
	}

	/**
	 * Takes what a window's summary says, in place of what it said before.
	 * @param windowId the window's request
	 * @param said all of the window's messages, in any order
	 */
	public void window(String windowId, String conversationId, String generation, Insights insights,
			Iterable<MessageDocument> said) {
		List<Entry> entries = Findings.of(conversationId, generation, insights, said);
		if (put(new Evidence(windowId, conversationId, generation, entries))) {
			forgetErased(windowId, conversationId, generation);
		}
	}

	/** Takes a change by hand. */
	public void change(ItemChanged event, AsOf asOf, String generation) {
		Change change = new Change(asOf, event.timestamp(), event.itemId(), event.status(), event.text(), event.owner(),
				event.due());
		String id = Identifiers.ofParts(event.conversationId(), generation, asOf.value(), "change");
		put(new Evidence(id, event.conversationId(), generation, List.of(change)));
	}

	/** Erases every life of a conversation but one. */
	public void eraseOthers(String conversationId, String generation) {
		erase(new Document("conversation_id", conversationId).append("generation", new Document("$ne", generation)));
	}

	/** Erases one life of a conversation. */
	public void erase(String conversationId, String generation) {
		erase(Evidence.of(conversationId, generation));
	}

	private void erase(Document lives) {
		this.evidence.deleteMany(lives);
		this.items.deleteMany(lives);
		this.heads.deleteMany(lives);
	}

	/** Erases whatever was made of messages, and what people made of that. */
	public void eraseMessages(String conversationId, String generation, Collection<String> messageIds) {
		List<String> ids = List.copyOf(messageIds);
		List<Evidence> all = evidence(conversationId, generation);
		if (all.isEmpty() && items(conversationId, generation).isEmpty()) {
			return;
		}
		all.forEach((each) -> leave(each, each.without(ids)));
		dropIdleChanges(conversationId, generation);
		raise(conversationId, generation);
		makeAll(conversationId, generation);
	}

	/** What was changed by hand goes with the item. */
	private void dropIdleChanges(String conversationId, String generation) {
		List<Evidence> all = evidence(conversationId, generation);
		Set<String> left = new HashSet<>();
		make(conversationId, generation, all).forEach((item) -> {
			left.add(item.id());
			left.addAll(item.aliases());
		});
		all.stream()
			.filter((each) -> each.entries()
				.stream()
				.anyMatch((entry) -> entry instanceof Change change && !left.contains(change.itemId())))
			.forEach((each) -> leave(each, null));
	}

	private void leave(Evidence before, @Nullable Evidence left) {
		if (left == null) {
			this.evidence.deleteOne(new Document("_id", before.id()));
		}
		else if (left.entries().size() < before.entries().size()) {
			this.evidence.replaceOne(new Document("_id", before.id()), left.document());
		}
	}

	/** A user may have been erased while the window was read. */
	private void forgetErased(String windowId, String conversationId, String generation) {
		Document found = this.evidence.find(new Document("_id", windowId)).first();
		if (found == null) {
			return;
		}
		Set<String> cited = new HashSet<>();
		Evidence.from(found).entries().forEach((entry) -> cited.addAll(cited(entry)));
		List<String> ids = cited.stream().map((id) -> MessageDocument.id(conversationId, id)).toList();
		this.messages.find(new Document("_id", new Document("$in", ids)))
			.projection(new Document("message_id", 1))
			.forEach((message) -> cited.remove(message.getString("message_id")));
		if (!cited.isEmpty()) {
			eraseMessages(conversationId, generation, cited);
		}
	}

	private static List<String> cited(Entry entry) {
		return switch (entry) {
			case Entry.Claim claim -> claim.messageIds();
			case Entry.Cue cue -> List.of(cue.messageId());
			case Change change -> List.of();
		};
	}

	/** Adds evidence and brings the items up to date; false when there is nothing. */
	private boolean put(Evidence added) {
		Document id = new Document("_id", added.id());
		Head head = head(added.conversationId(), added.generation());
		Document before = this.evidence.find(id).first();
		if (added.entries().isEmpty()) {
			if (before == null) {
				return false;
			}
			this.evidence.deleteOne(id);
		}
		else {
			store(id, added);
		}
		boolean next = head.raised() && raise(added, head);
		if (!next) {
			raise(added.conversationId(), added.generation());
		}
		boolean inOrder = next && before == null && head.settled() && added.first().compareTo(head.mark()) > 0;
		if (!inOrder || !add(added, head)) {
			makeAll(added.conversationId(), added.generation());
		}
		return true;
	}

	private void store(Document id, Evidence added) {
		try {
			this.evidence.replaceOne(id, added.document(), new ReplaceOptions().upsert(true));
		}
		catch (MongoWriteException ex) {
			// Two workers have the same window: both bring the same.
			if (ex.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
				throw ex;
			}
		}
	}

	private boolean raise(Evidence added, Head head) {
		return this.heads
			.updateOne(id(added.conversationId(), added.generation()).append("version", head.version()),
					new Document("$set", new Document("version", head.version() + 1)))
			.getMatchedCount() == 1;
	}

	private void raise(String conversationId, String generation) {
		Document update = new Document("$inc", new Document("version", 1L)).append("$setOnInsert",
				Evidence.of(conversationId, generation));
		try {
			this.heads.updateOne(id(conversationId, generation), update, UPSERT);
		}
		catch (MongoWriteException ex) {
			if (ex.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
				throw ex;
			}
			this.heads.updateOne(id(conversationId, generation), update, UPSERT);
		}
	}

	/** Adds evidence to the items as they stand; false when others were at it. */
	private boolean add(Evidence added, Head head) {
		List<ItemDocument> before = latest(added);
		List<ItemDocument> after = Fold.upon(added.conversationId(), added.generation(), before)
			.take(added.entries())
			.items();
		write(before, after);
		return settle(added.conversationId(), added.generation(), head.version() + 1, added.last());
	}

	/** The items that the evidence can be about, in the order they were found. */
	private List<ItemDocument> latest(Evidence added) {
		Document own = Evidence.of(added.conversationId(), added.generation());
		Map<String, ItemDocument> found = new HashMap<>();
		this.items.find(own).sort(new Document("as_of", -1)).limit(Fold.REACH).batchSize(PAGE).forEach((each) -> {
			ItemDocument item = ItemDocument.from(each);
			found.put(item.id(), item);
		});
		for (Entry entry : added.entries()) {
			if (entry instanceof Change change) {
				ItemDocument item = item(change.itemId());
				if (item != null && item.conversationId().equals(added.conversationId())
						&& item.generation().equals(added.generation())) {
					found.put(item.id(), item);
				}
			}
		}
		return found.values().stream().sorted(Findings.ORDER).toList();
	}

	private @Nullable ItemDocument item(String id) {
		Document found = this.items.find(new Document("_id", id)).first();
		if (found == null) {
			found = this.items.find(new Document("aliases", id)).first();
		}
		return (found != null) ? ItemDocument.from(found) : null;
	}

	/** Makes the items of all evidence, until nobody has added to it meanwhile. */
	private void makeAll(String conversationId, String generation) {
		boolean settled = false;
		while (!settled) {
			Head head = head(conversationId, generation);
			List<Evidence> all = evidence(conversationId, generation);
			write(items(conversationId, generation), make(conversationId, generation, all));
			AsOf mark = all.stream().map(Evidence::last).max(AsOf::compareTo).orElse(AsOf.START);
			settled = !head.raised() || settle(conversationId, generation, head.version(), mark);
		}
	}

	private static List<ItemDocument> make(String conversationId, String generation, List<Evidence> all) {
		List<Entry> entries = all.stream().flatMap((each) -> each.entries().stream()).toList();
		return Fold.upon(conversationId, generation, List.of()).take(entries).items();
	}

	private boolean settle(String conversationId, String generation, long version, AsOf mark) {
		return this.heads
			.updateOne(id(conversationId, generation).append("version", version),
					new Document("$set", new Document("folded", version).append("mark", mark.value())))
			.getMatchedCount() == 1;
	}

	private void write(List<ItemDocument> before, List<ItemDocument> after) {
		Map<String, ItemDocument> left = new HashMap<>();
		before.forEach((item) -> left.put(item.id(), item));
		for (ItemDocument item : after) {
			ItemDocument known = left.remove(item.id());
			if (!item.equals(known)) {
				tell(known, item);
				replace(item);
			}
		}
		left.keySet().forEach((id) -> this.items.deleteOne(new Document("_id", id)));
	}

	private void replace(ItemDocument item) {
		Document id = new Document("_id", item.id());
		Document document = new Document(item.toMap());
		try {
			this.items.replaceOne(id, document, new ReplaceOptions().upsert(true));
		}
		catch (MongoWriteException ex) {
			if (ex.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
				throw ex;
			}
			this.items.replaceOne(id, document);
		}
	}

	private void tell(@Nullable ItemDocument before, ItemDocument item) {
		String id = item.state();
		if (before == null) {
			tell(new ItemOpened(id, item.conversationId(), item.id()));
		}
		else if (!sameForReaders(before, item)) {
			tell(new SummaryEvent.ItemChanged(id, item.conversationId(), item.id()));
		}
	}

	private void tell(ItemEvent event) {
		this.events.tell(event);
	}

	private static boolean sameForReaders(ItemDocument one, ItemDocument two) {
		return one.status() == two.status() && one.text().equals(two.text()) && Objects.equals(one.owner(), two.owner())
				&& Objects.equals(one.due(), two.due());
	}

	private List<Evidence> evidence(String conversationId, String generation) {
		List<Evidence> all = new ArrayList<>();
		this.evidence.find(Evidence.of(conversationId, generation))
			.batchSize(PAGE)
			.forEach((each) -> all.add(Evidence.from(each)));
		return all;
	}

	private List<ItemDocument> items(String conversationId, String generation) {
		List<ItemDocument> all = new ArrayList<>();
		this.items.find(Evidence.of(conversationId, generation))
			.batchSize(PAGE)
			.forEach((each) -> all.add(ItemDocument.from(each)));
		return all;
	}

	private Head head(String conversationId, String generation) {
		Document found = this.heads.find(id(conversationId, generation)).first();
		return (found != null) ? Head.from(found) : new Head(0, 0, AsOf.START);
	}

	private static Document id(String conversationId, String generation) {
		return new Document("_id", conversationId + "/" + generation);
	}

	/**
	 * How far a conversation's items are made.
	 *
	 * @param version raised by all new evidence; 0 when there is none
	 * @param folded the version that the items were last made of
	 * @param mark the latest place in the log that they were made of
	 */
	private record Head(long version, long folded, AsOf mark) {

		static Head from(Document document) {
			return new Head(number(document, "version"), number(document, "folded"),
					(document.get("mark") instanceof String mark) ? new AsOf(mark) : AsOf.START);
		}

		private static long number(Document document, String field) {
			return (document.get(field) instanceof Number number) ? number.longValue() : 0;
		}

		boolean raised() {
			return this.version > 0;
		}

		boolean settled() {
			return this.folded == this.version;
		}

	}

}
