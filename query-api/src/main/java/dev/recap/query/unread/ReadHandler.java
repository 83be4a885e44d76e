package dev.recap.query.unread;

import java.time.Clock;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.query.access.Guard;
import dev.recap.query.body.JsonBody;
import dev.recap.query.fresh.Changes;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.LastMessage;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.topic.Position;
import dev.recap.web.ApiException;
import dev.recap.web.PositionHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /users/{user_id}/read}: moves a user's read marker. */
final class ReadHandler {

	private final Store store;

	private final Conversations conversations;

	private final Lookup lookup;

	private final Guard guard;

	private final Changes changes;

	private final Unread unread;

	private final Clock clock;

	ReadHandler(Store store, Conversations conversations, Lookup lookup, Guard guard, Changes changes, Clock clock) {
		this.store = store;
		this.conversations = conversations;
		this.lookup = lookup;
		this.guard = guard;
		this.changes = changes;
		this.unread = new Unread(store);
		this.clock = clock;
	}

	Mono<ServerResponse> read(ServerRequest request) {
		String user = Guard.user(request);
		return JsonBody.read(request).map(ReadHandler::target).flatMap((target) -> read(request, user, target));
	}

	/** What was read; without a message, everything up to the newest. */
	private record Target(String conversationId, @Nullable String messageId) {
	}

	private static Target target(JsonBody body) {
		String conversation = body.id("conversation_id");
		if (conversation == null) {
			throw ApiException.invalid("conversation_id", "is missing");
		}
		return new Target(conversation, body.id("message_id"));
	}

	private Mono<ServerResponse> read(ServerRequest request, String user, Target target) {
		return this.guard.shared(request, target.conversationId())
			.flatMap((conversation) -> message(request, conversation, target)
				.map((message) -> new MessageRead(conversation.id(), this.clock.instant(), user, message)))
			.flatMap((event) -> this.changes.make(event).flatMap((position) -> moved(user, target, position)))
			.switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
				.bodyValue(new Moved("success", user, target.conversationId(), null, null, 0))));
	}

	/** Empty when nothing was said yet. */
	private Mono<String> message(ServerRequest request, ConversationDocument conversation, Target target) {
		if (target.messageId() == null) {
			return Mono.justOrEmpty(conversation.lastMessage()).map(LastMessage::messageId);
		}
		String id = MessageDocument.id(conversation.id(), target.messageId());
		return this.lookup
			.certain(request,
					this.store.byId(MessageDocument.COLLECTION, id)
						.map(MessageDocument::from)
						.filter((message) -> message.generation().equals(conversation.generation())))
			.switchIfEmpty(Mono.error(() -> ApiException
				.notFound("There is no message " + target.messageId() + " in conversation " + conversation.id())))
			.map(MessageDocument::messageId);
	}

	private Mono<ServerResponse> moved(String user, Target target, Position position) {
		String id = target.conversationId();
		return Mono
			.zip(this.conversations.visible(id),
					this.store.byId(MembershipDocument.COLLECTION, MembershipDocument.id(user, id))
						.map(MembershipDocument::from))
			.switchIfEmpty(Mono.error(() -> ApiException.notFound("There is no conversation " + id)))
			.flatMap((found) -> this.unread.count(found.getT2(), found.getT1())
				.map((unread) -> Moved.of(found.getT2(), unread)))
			.flatMap((moved) -> ServerResponse.ok().header(PositionHeader.NAME, position.toString()).bodyValue(moved));
	}

	/**
	 * Where the marker stands: it never goes back, so that may be later than was asked
	 * for.
	 */
	@JsonInclude
	record Moved(String status, String userId, String conversationId, @Nullable String messageId,
			@Nullable Instant readAt, long unreadCount) {

		static Moved of(MembershipDocument membership, long unread) {
			return new Moved("success", membership.userId(), membership.conversationId(), membership.readMessageId(),
					membership.readAt(), unread);
		}

	}

}
