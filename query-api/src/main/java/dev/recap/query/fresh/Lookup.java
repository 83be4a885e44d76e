package dev.recap.query.fresh;

import dev.recap.query.store.Conversations;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.web.ApiException;
import dev.recap.web.PositionHeader;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Finds conversations for requests, as fresh as each asks for. */
public final class Lookup {

	private final Conversations conversations;

	private final Freshness freshness;

	Lookup(Conversations conversations, Freshness freshness) {
		this.conversations = conversations;
		this.freshness = freshness;
	}

	/** What a read finds when it sees the write a request names; empty is certain. */
	public <T> Mono<T> certain(ServerRequest request, Mono<T> read) {
		return this.freshness.after(PositionHeader.read(request.headers().asHttpHeaders()))
			.then(this.freshness.certain(read));
	}

	/** The conversation when reads may show it; fails with a 404 otherwise. */
	public Mono<ConversationDocument> visible(ServerRequest request, String id) {
		return certain(request, this.conversations.visible(id)).switchIfEmpty(missing(id));
	}

	/** The conversation, hidden or not; fails with a 404 when there is no data of it. */
	public Mono<ConversationDocument> kept(ServerRequest request, String id) {
		return certain(request, this.conversations.kept(id)).switchIfEmpty(missing(id));
	}

	private static <T> Mono<T> missing(String id) {
		return Mono.error(() -> ApiException.notFound("There is no conversation " + id));
	}

}
