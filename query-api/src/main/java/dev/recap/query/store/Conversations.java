package dev.recap.query.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.recap.schema.store.ArchivedDocument;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.Status;
import org.bson.Document;
import reactor.core.publisher.Mono;

/** Conversations by id. */
public final class Conversations {

	private final Store store;

	public Conversations(Store store) {
		this.store = store;
	}

	/** The conversation when reads may show it, or empty. */
	public Mono<ConversationDocument> visible(String id) {
		return stored(id).filter(ConversationDocument::visible);
	}

	/** The conversation when there is data of it, hidden or not, or empty. */
	public Mono<ConversationDocument> kept(String id) {
		return stored(id).filter((conversation) -> conversation.status() != Status.ERASED);
	}

	/**
	 * The conversation's id when there is anything of it to erase, be it only in the
	 * archive bucket, or empty.
	 */
	public Mono<String> erasable(String id) {
		return kept(id).map(ConversationDocument::id).switchIfEmpty(archived(id));
	}

	private Mono<String> archived(String id) {
		return this.store
			.fields(IndexedQuery.unordered(ArchivedDocument.COLLECTION,
					new Document(ArchivedDocument.CONVERSATION, id)), List.of(ArchivedDocument.CONVERSATION), 1)
			.filter((found) -> !found.isEmpty())
			.map((found) -> id);
	}

	/** Those of the conversations that reads may show, by id. */
	public Mono<Map<String, ConversationDocument>> visible(Collection<String> ids) {
		return this.store.byIds(ConversationDocument.COLLECTION, ids)
			.map((documents) -> documents.stream()
				.map(ConversationDocument::from)
				.filter(ConversationDocument::visible)
				.collect(Collectors.toMap(ConversationDocument::id, (conversation) -> conversation)));
	}

	private Mono<ConversationDocument> stored(String id) {
		return this.store.byId(ConversationDocument.COLLECTION, id).map(ConversationDocument::from);
	}

}
