package dev.recap.query.erase;

import java.time.Clock;

import dev.recap.query.access.Guard;
import dev.recap.query.fresh.Freshness;
import dev.recap.query.log.ChatLog;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.TrimSettings;
import dev.recap.web.Ids;
import dev.recap.web.PositionHeader;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code DELETE /chats/{conversation_id}}: answers when no read shows it any more. */
final class EraseHandler {

	private final ChatLog log;

	private final Guard guard;

	private final Freshness freshness;

	private final EraseSettings settings;

	private final TrimSettings trim;

	private final Clock clock;

	EraseHandler(ChatLog log, Guard guard, Freshness freshness, EraseSettings settings, TrimSettings trim,
			Clock clock) {
		this.log = log;
		this.guard = guard;
		this.freshness = freshness;
		this.settings = settings;
		this.trim = trim;
		this.clock = clock;
	}

	Mono<ServerResponse> erase(ServerRequest request) {
		String id = Ids.path(request, "conversation_id");
		return this.guard.erasable(request, id)
			.flatMap((found) -> this.log.publish(deletion(id)))
			.flatMap((deleted) -> this.freshness.after(deleted, this.settings.timeout()).then(answer(deleted)));
	}

	private ConversationDeleted deletion(String id) {
		return new ConversationDeleted(id, this.clock.instant(), true, null);
	}

	private Mono<ServerResponse> answer(Position deleted) {
		return Mono.defer(() -> ServerResponse.ok()
			.header(PositionHeader.NAME, deleted.toString())
			.bodyValue(new Erased("success", this.clock.instant().plus(this.trim.bound()))));
	}

}
