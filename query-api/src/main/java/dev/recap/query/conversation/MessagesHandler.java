package dev.recap.query.conversation;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recap.query.access.Guard;
import dev.recap.query.cache.HotReads;
import dev.recap.query.history.MessageQueries;
import dev.recap.query.page.Order;
import dev.recap.query.page.Parameters;
import dev.recap.query.store.Store;
import dev.recap.schema.Json;
import dev.recap.schema.event.Role;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.web.Ids;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A conversation's messages as chat clients read them. */
final class MessagesHandler {

	private static final int MOST = 1000;

	private final Store store;

	private final Guard guard;

	private final HotReads reads;

	MessagesHandler(Store store, Guard guard, HotReads reads) {
		this.store = store;
		this.guard = guard;
		this.reads = reads;
	}

	/** {@code GET /conversations/{id}/messages}: from the first on. */
	Mono<ServerResponse> messages(ServerRequest request) {
		String id = Ids.path(request, "id");
		Parameters parameters = Parameters.of(request);
		int limit = parameters.limit(MOST, MOST);
		int offset = parameters.offset();
		parameters.check();
		return this.guard.shared(request, id)
			.flatMap((conversation) -> this.reads.answer(request, conversation, "messages " + offset + " " + limit,
					Mono.defer(() -> find(conversation, Order.ASC, offset, limit))
						.map((found) -> Json.bytes(found.stream().map(Message::of).toList()))));
	}

	/** {@code GET /session/{sessionId}/history}: up to the last. */
	Mono<ServerResponse> history(ServerRequest request) {
		String id = Ids.path(request, "sessionId");
		Parameters parameters = Parameters.of(request);
		int limit = parameters.limit(MOST, MOST);
		parameters.check();
		return this.guard.shared(request, id)
			.flatMap((conversation) -> this.reads.answer(request, conversation, "session " + limit, Mono
				.defer(() -> find(conversation, Order.DESC, 0, limit))
				.map((found) -> Json.bytes(new History(id, found.reversed().stream().map(Turn::of).toList())))));
	}

	private Mono<List<MessageDocument>> find(ConversationDocument conversation, Order order, int offset, int limit) {
		return this.store.find(MessageQueries.all(conversation, order), offset, limit)
			.map((documents) -> documents.stream().map(MessageDocument::from).toList());
	}

	/** One message. */
	record Message(String id, Role role, String content, Instant createdAt) {

		static Message of(MessageDocument message) {
			return new Message(message.messageId(), message.role(), message.content(), message.timestamp());
		}

	}

	/** What a session has said so far, oldest first. */
	record History(@JsonProperty("sessionId") String sessionId, List<Turn> history) {
	}

	/** Who said what. */
	record Turn(Role role, String content) {

		static Turn of(MessageDocument message) {
			return new Turn(message.role(), message.content());
		}

	}

}
