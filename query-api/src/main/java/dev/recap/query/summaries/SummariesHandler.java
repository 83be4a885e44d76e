package dev.recap.query.summaries;

import dev.recap.query.access.Guard;
import dev.recap.query.page.Parameters;
import dev.recap.query.store.Store;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.web.Ids;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /chats/{conversation_id}/summaries}. */
final class SummariesHandler {

	private static final int STANDARD_LIMIT = 50;

	private static final int MOST = 100;

	private final Store store;

	private final Guard guard;

	SummariesHandler(Store store, Guard guard) {
		this.store = store;
		this.guard = guard;
	}

	Mono<ServerResponse> summaries(ServerRequest request) {
		String id = Ids.path(request, "conversation_id");
		Parameters parameters = Parameters.of(request);
		int limit = parameters.limit(STANDARD_LIMIT, MOST);
		SummaryCursor after = parameters.cursor(SummaryCursor::read);
		parameters.check();
		return this.guard.shared(request, id)
			.flatMap((conversation) -> page(conversation, after, limit))
			.flatMap((page) -> ServerResponse.ok().bodyValue(page));
	}

	private Mono<SummariesPage> page(ConversationDocument conversation, @Nullable SummaryCursor after, int limit) {
		return this.store.find(SummaryQueries.of(conversation, after), 0, limit + 1)
			.map((documents) -> documents.stream().map(SummaryDocument::from).toList())
			.map((found) -> SummariesPage.of(conversation.id(), limit, found));
	}

}
