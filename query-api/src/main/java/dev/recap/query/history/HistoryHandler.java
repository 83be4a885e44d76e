package dev.recap.query.history;

import java.util.List;

import dev.recap.query.access.Guard;
import dev.recap.query.cache.HotReads;
import dev.recap.query.page.Pages;
import dev.recap.query.page.Parameters;
import dev.recap.query.store.Encoded;
import dev.recap.query.store.Store;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.web.Ids;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /chats/{conversation_id}}. */
final class HistoryHandler {

	private static final Encoded NOTHING = new Encoded(new byte[0], List.of());

	private final Store store;

	private final Guard guard;

	private final HotReads reads;

	HistoryHandler(Store store, Guard guard, HotReads reads) {
		this.store = store;
		this.guard = guard;
		this.reads = reads;
	}

	Mono<ServerResponse> history(ServerRequest request) {
		String id = Ids.path(request, "conversation_id");
		HistoryRequest asked = HistoryRequest.read(Parameters.of(request));
		return this.guard.shared(request, id)
			.flatMap((conversation) -> this.reads.answer(request, conversation, asked.toString(),
					Mono.defer(() -> page(conversation, asked))));
	}

	private Mono<byte[]> page(ConversationDocument conversation, HistoryRequest asked) {
		return documents(conversation, asked).map((found) -> HistoryPage.of(conversation, asked, found));
	}

	private Mono<Encoded> documents(ConversationDocument conversation, HistoryRequest asked) {
		// One more than is shown tells whether anything follows.
		int limit = asked.limit() + 1;
		if (asked.after() != null) {
			return this.store.encoded(MessageQueries.after(conversation, asked.after()), StoredMessage.UNSHOWN, 0,
					limit);
		}
		int before = Pages.before(asked.page(), asked.limit(), conversation.messageCount());
		return (before < 0) ? Mono.just(NOTHING) : this.store.encoded(MessageQueries.all(conversation, asked.order()),
				StoredMessage.UNSHOWN, before, limit);
	}

}
