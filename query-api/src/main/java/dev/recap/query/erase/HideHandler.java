package dev.recap.query.erase;

import java.time.Clock;
import java.util.Map;

import dev.recap.query.access.Guard;
import dev.recap.query.fresh.Changes;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.topic.Position;
import dev.recap.web.Ids;
import dev.recap.web.PositionHeader;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Soft deletes, and what undoes them. */
final class HideHandler {

	private static final Map<String, String> SUCCESS = Map.of("status", "success");

	private final Guard guard;

	private final Changes changes;

	private final Clock clock;

	HideHandler(Guard guard, Changes changes, Clock clock) {
		this.guard = guard;
		this.changes = changes;
		this.clock = clock;
	}

	/** {@code DELETE /conversations/{conversation_id}}. */
	Mono<ServerResponse> hide(ServerRequest request) {
		String id = Ids.path(request, "conversation_id");
		return this.guard.owned(request, id)
			.flatMap(
					(conversation) -> this.changes.make(new ConversationDeleted(id, this.clock.instant(), false, null)))
			.flatMap(HideHandler::done);
	}

	/** {@code POST /conversations/{conversation_id}/restore}. */
	Mono<ServerResponse> restore(ServerRequest request) {
		String id = Ids.path(request, "conversation_id");
		return this.guard.ownedOrHidden(request, id)
			.flatMap((conversation) -> (conversation.status() == Status.DELETED)
					? this.changes.make(new ConversationRestored(id, this.clock.instant(), null))
						.flatMap(HideHandler::done)
					: ServerResponse.ok().bodyValue(SUCCESS));
	}

	private static Mono<ServerResponse> done(Position position) {
		return ServerResponse.ok().header(PositionHeader.NAME, position.toString()).bodyValue(SUCCESS);
	}

}
