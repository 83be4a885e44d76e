package dev.recap.query.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.recap.query.access.Participation;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.IndexedQuery;
import dev.recap.query.store.Store;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.summary.Highlight.Kind;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Items of conversations that reads may show. */
public final class Items {

	private final Store store;

	private final Conversations conversations;

	private final Participation participation;

	Items(Store store, Conversations conversations, Participation participation) {
		this.store = store;
		this.conversations = conversations;
		this.participation = participation;
	}

	/**
	 * What a user has yet to do, the newest first.
	 * @param reader who must take part in the conversations they are from; null for one
	 * who may read all
	 */
	public Mono<List<ItemDocument>> openOf(@Nullable String reader, String user, int limit) {
		return find(reader, ItemFilter.ofOwner(user, ItemStatus.OPEN, Kind.ACTION_ITEM), null, limit);
	}

	/** As many items as there are after a cursor, no more than the limit. */
	Mono<List<ItemDocument>> find(@Nullable String reader, ItemFilter filter, @Nullable ItemCursor after, int limit) {
		return this.store.find(filter.after(after), 0, limit)
			.map((found) -> found.stream().map(ItemDocument::from).toList())
			.flatMap((found) -> shown(reader, found).flatMap((shown) -> (shown.size() == limit || found.size() < limit)
					? Mono.just(shown) : more(reader, filter, found.getLast(), shown, limit)));
	}

	/** Hidden ones leave room for others. */
	private Mono<List<ItemDocument>> more(@Nullable String reader, ItemFilter filter, ItemDocument last,
			List<ItemDocument> shown, int limit) {
		return find(reader, filter, ItemCursor.after(last), limit).map((rest) -> {
			List<ItemDocument> all = new ArrayList<>(shown);
			all.addAll(rest);
			return all.subList(0, Math.min(all.size(), limit));
		});
	}

	private Mono<List<ItemDocument>> shown(@Nullable String reader, List<ItemDocument> items) {
		List<String> ids = items.stream().map(ItemDocument::conversationId).distinct().toList();
		return this.conversations.visible(ids)
			.flatMap((found) -> this.participation.of(reader, found))
			.map((found) -> items.stream().filter((item) -> isOf(found, item)).toList());
	}

	private static boolean isOf(Map<String, ConversationDocument> conversations, ItemDocument item) {
		ConversationDocument conversation = conversations.get(item.conversationId());
		return conversation != null && conversation.generation().equals(item.generation());
	}

	/** An item by its id, or by one that turned out to be the same, or empty. */
	Mono<ItemDocument> one(String id) {
		Mono<Document> byAlias = this.store
			.find(IndexedQuery.unordered(ItemDocument.COLLECTION, new Document("aliases", id)), 0, 1)
			.filter((found) -> !found.isEmpty())
			.map(List::getFirst);
		return this.store.byId(ItemDocument.COLLECTION, id)
			.switchIfEmpty(byAlias)
			.map(ItemDocument::from)
			.flatMap((item) -> shown(null, List.of(item)).filter((shown) -> !shown.isEmpty()).map(List::getFirst));
	}

}
