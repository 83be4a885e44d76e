package dev.recap.query.access;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.recap.query.store.IndexedQuery;
import dev.recap.query.store.Store;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A user's memberships as a query that has no others in it, so that what is counted,
 * paged and searched is what the reader may see.
 */
public final class Memberships {

	private static final String CONVERSATION = "conversation_id";

	/** How many conversations are told apart by one read. */
	private static final int AT_ONCE = 1000;

	private final Store store;

	Memberships(Store store) {
		this.store = store;
	}

	/**
	 * A filter for a user's memberships in what is not hidden.
	 * @param reader who must take part in the conversations; null for one who may read
	 * all
	 */
	public Mono<Document> filter(@Nullable String reader, String user) {
		Document all = new Document("user_id", user).append("hidden", false);
		return (reader == null) ? Mono.just(all) : foreign(reader, all).map((foreign) -> foreign.isEmpty() ? all
				: new Document(all).append(CONVERSATION, new Document("$nin", foreign)));
	}

	/** Memberships, those with the newest messages first. */
	public static IndexedQuery newestFirst(Document filter) {
		return new IndexedQuery(MembershipDocument.COLLECTION, filter,
				new Document("last_at", -1).append(CONVERSATION, -1));
	}

	/** The ids of those conversations, the newest first. */
	public Mono<List<String>> conversations(@Nullable String reader, String user, int atMost) {
		return filter(reader, user)
			.flatMap((filter) -> this.store.fields(newestFirst(filter), List.of(CONVERSATION), atMost))
			.map((found) -> found.stream().map((each) -> each.getString(CONVERSATION)).toList());
	}

	/** Where a reader has written nothing and owns nothing: a read marker is no part. */
	private Mono<List<String>> foreign(String reader, Document all) {
		IndexedQuery silent = IndexedQuery.unordered(MembershipDocument.COLLECTION,
				new Document(all).append("message_count", 0L));
		return this.store.every(silent, List.of(CONVERSATION))
			.map((found) -> found.getString(CONVERSATION))
			.buffer(AT_ONCE)
			.concatMap((ids) -> owned(reader, ids)
				.flatMapIterable((owned) -> ids.stream().filter((id) -> !owned.contains(id)).toList()))
			.collectList();
	}

	private Mono<Set<String>> owned(String reader, List<String> ids) {
		Document filter = new Document("_id", new Document("$in", ids)).append("user_id", reader);
		return this.store
			.fields(IndexedQuery.unordered(ConversationDocument.COLLECTION, filter), List.of("_id"), ids.size())
			.map((found) -> found.stream()
				.map((conversation) -> conversation.getString("_id"))
				.collect(Collectors.toUnmodifiableSet()));
	}

}
