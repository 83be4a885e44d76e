package dev.recap.worker.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.worker.ledger.Entry.Action;
import dev.recap.worker.ledger.Entry.Change;
import dev.recap.worker.ledger.Entry.Claim;
import dev.recap.worker.ledger.Entry.Cue;
import org.jspecify.annotations.Nullable;

/**
 * The items that entries make, taken in the log's order: the same entries always make the
 * same items.
 */
final class Fold {

	/** How many of the latest items a claim or a cue can be about. */
	static final int REACH = 200;

	private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::asOf)
		.thenComparing(Entry::rank)
		.thenComparing(Fold::name);

	private static final double ABOUT = 0.5;

	private final String conversationId;

	private final String generation;

	private final List<Item> items = new ArrayList<>();

	private final Map<String, Item> byId = new HashMap<>();

	private Fold(String conversationId, String generation) {
		this.conversationId = conversationId;
		this.generation = generation;
	}

	/**
	 * Begins with items that earlier entries have made.
	 * @param items in the order they were found
	 */
	static Fold upon(String conversationId, String generation, Collection<ItemDocument> items) {
		Fold fold = new Fold(conversationId, generation);
		items.forEach((item) -> fold.add(new Item(item)));
		return fold;
	}

	private void add(Item item) {
		this.items.add(item);
		this.byId.put(item.id, item);
		item.aliases.forEach((alias) -> this.byId.put(alias, item));
	}

	/** What of one message goes first, whatever window brought it. */
	private static String name(Entry entry) {
		return (entry instanceof Claim claim) ? claim.id() : "";
	}

	/** Takes entries that are later than all before. */
	Fold take(List<Entry> entries) {
		entries.stream().sorted(ORDER).forEach(this::take);
		return this;
	}

	List<ItemDocument> items() {
		return this.items.stream().map(this::document).toList();
	}

	private ItemDocument document(Item item) {
		return new ItemDocument(item.id, this.conversationId, this.generation, item.kind, item.text, item.said,
				item.owner, item.due, item.status, List.copyOf(item.messageIds), item.closedBy,
				List.copyOf(item.authors), List.copyOf(item.aliases), item.asOf, item.createdAt, item.updatedAt);
	}

	private void take(Entry entry) {
		switch (entry) {
			case Claim claim -> claimed(claim);
			case Cue cue -> about(cue).ifPresent((item) -> item.follow(cue));
			case Change change -> {
				Item item = this.byId.get(change.itemId());
				if (item != null) {
					item.follow(change);
				}
			}
		}
	}

	private void claimed(Claim claim) {
		Set<String> terms = Item.terms(claim.text(), claim.owner(), claim.authors());
		Item known = this.byId.get(claim.id());
		if (known == null) {
			known = latest().filter((item) -> item.isSame(claim, terms)).findFirst().orElse(null);
		}
		if (known == null) {
			add(new Item(claim));
			return;
		}
		known.again(claim);
		this.byId.put(claim.id(), known);
	}

	/** The latest items, the newest first. */
	private Stream<Item> latest() {
		return this.items.subList(Math.max(0, this.items.size() - REACH), this.items.size()).reversed().stream();
	}

	private Optional<Item> about(Cue cue) {
		List<Item> open = latest().filter((item) -> item.status == ItemStatus.OPEN)
			.filter((item) -> cue.action() != Action.FINISH || item.kind == Kind.ACTION_ITEM)
			.filter((item) -> !item.messageIds.contains(cue.messageId()))
			.toList();
		List<Item> answered = open.stream().filter((item) -> item.messageIds.contains(cue.replyTo())).toList();
		if (!answered.isEmpty()) {
			return closest(answered, cue).or(() -> answered.stream().findFirst());
		}
		List<Item> own = open.stream().filter((item) -> item.isOf(cue)).toList();
		return cue.things().isEmpty() ? unnamed(own, cue) : closest(own, cue);
	}

	private static Optional<Item> closest(List<Item> items, Cue cue) {
		Item best = null;
		double most = ABOUT;
		for (Item item : items) {
			double share = Likeness.share(cue.things(), item.things());
			if (share > most || (best == null && share == most)) {
				best = item;
				most = share;
			}
		}
		return Optional.ofNullable(best);
	}

	/** "Done", or "sent it": the latest, unless one message made several. */
	private static Optional<Item> unnamed(List<Item> own, Cue cue) {
		List<Item> done = own.stream().filter((item) -> item.hasDeed(cue.deeds())).toList();
		List<Item> meant = !done.isEmpty() ? done : cue.generic() ? own : List.of();
		if (meant.isEmpty()) {
			return Optional.empty();
		}
		Item latest = meant.getFirst();
		Predicate<Item> together = (item) -> item != latest && item.messageIds.contains(latest.messageIds.getFirst());
		return meant.stream().noneMatch(together) ? Optional.of(latest) : Optional.empty();
	}

	/** An item while it changes. */
	private static final class Item {

		private final String id;

		private final Kind kind;

		private final String said;

		private final AsOf asOf;

		private final Instant createdAt;

		private final List<String> messageIds;

		private final Set<String> authors;

		private final Set<String> aliases;

		private String text;

		private @Nullable String owner;

		private @Nullable String due;

		private ItemStatus status;

		private @Nullable String closedBy;

		private Instant updatedAt;

		private @Nullable Set<String> terms;

		Item(Claim claim) {
			this.id = claim.id();
			this.kind = claim.kind();
			this.said = claim.text();
			this.text = claim.text();
			this.owner = claim.owner();
			this.due = claim.due();
			this.status = ItemStatus.OPEN;
			this.messageIds = new ArrayList<>(claim.messageIds());
			this.authors = new LinkedHashSet<>(claim.authors());
			this.aliases = new LinkedHashSet<>();
			this.asOf = claim.asOf();
			this.createdAt = claim.at();
			this.updatedAt = claim.at();
		}

		Item(ItemDocument item) {
			this.id = item.id();
			this.kind = item.kind();
			this.said = item.said();
			this.text = item.text();
			this.owner = item.owner();
			this.due = item.due();
			this.status = item.status();
			this.closedBy = item.closedBy();
			this.messageIds = new ArrayList<>(item.messageIds());
			this.authors = new LinkedHashSet<>(item.authors());
			this.aliases = new LinkedHashSet<>(item.aliases());
			this.asOf = item.asOf();
			this.createdAt = item.createdAt();
			this.updatedAt = item.updatedAt();
		}

		static Set<String> terms(String text, @Nullable String owner, Collection<String> authors) {
			List<String> names = new ArrayList<>(authors);
			if (owner != null) {
				names.add(owner);
			}
			return Likeness.terms(text, names);
		}

		private Set<String> terms() {
			if (this.terms == null) {
				this.terms = terms(this.said, this.owner, this.authors);
			}
			return this.terms;
		}

		List<String> things() {
			return Likeness.things(terms());
		}

		boolean hasDeed(List<String> deeds) {
			return deeds.stream().anyMatch(terms()::contains);
		}

		/** What was done or given up is another one when it is said again later. */
		boolean isSame(Claim claim, Set<String> claimed) {
			boolean mayBe = this.kind == claim.kind()
					&& (this.owner == null || claim.owner() == null || this.owner.equals(claim.owner()));
			if (!mayBe) {
				return false;
			}
			boolean ofOneMessage = claim.messageIds().stream().anyMatch(this.messageIds::contains);
			return ofOneMessage ? Likeness.sameOfOneMessage(terms(), claimed)
					: this.status == ItemStatus.OPEN && Likeness.same(terms(), claimed);
		}

		/** Whether who gives a cue may mean this item. */
		boolean isOf(Cue cue) {
			boolean author = this.authors.contains(cue.userId());
			return (this.owner != null) ? this.owner.equals(cue.userId()) || (author && cue.action() != Action.FINISH)
					: author;
		}

		void again(Claim claim) {
			if (!claim.id().equals(this.id)) {
				this.aliases.add(claim.id());
			}
			cite(claim.messageIds());
			this.authors.addAll(claim.authors());
			this.owner = (this.owner != null) ? this.owner : claim.owner();
			this.due = (claim.due() != null) ? claim.due() : this.due;
			this.terms = null;
			touch(claim.at());
		}

		void follow(Cue cue) {
			switch (cue.action()) {
				case FINISH -> close(ItemStatus.DONE, cue.messageId());
				case DROP -> close(ItemStatus.DROPPED, cue.messageId());
				case MOVE -> this.due = cue.due();
			}
			cite(List.of(cue.messageId()));
			touch(cue.at());
		}

		private void close(ItemStatus closed, String messageId) {
			this.status = closed;
			this.closedBy = messageId;
		}

		void follow(Change change) {
			if (change.status() != null && change.status() != this.status) {
				this.status = change.status();
				this.closedBy = null;
			}
			this.text = (change.text() != null) ? change.text() : this.text;
			this.owner = (change.owner() != null) ? change.owner() : this.owner;
			this.due = (change.due() != null) ? change.due() : this.due;
			touch(change.at());
		}

		private void cite(Collection<String> ids) {
			ids.stream().filter((each) -> !this.messageIds.contains(each)).forEach(this.messageIds::add);
		}

		private void touch(Instant at) {
			this.updatedAt = at.isAfter(this.updatedAt) ? at : this.updatedAt;
		}

	}

}
