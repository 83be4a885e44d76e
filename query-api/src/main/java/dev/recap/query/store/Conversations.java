package dev.recap.query.store;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.Status;
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
