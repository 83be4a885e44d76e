package dev.recap.query.room;

import java.util.List;

import dev.recap.query.access.Guard;
import dev.recap.query.history.MessageQueries;
import dev.recap.query.page.Order;
import dev.recap.query.page.Parameters;
import dev.recap.query.room.RoomMessages.Reader;
import dev.recap.query.store.IndexedQuery;
import dev.recap.query.store.Store;
import dev.recap.query.unread.Unread;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /api/messages}: the latest messages of a room. */
final class RoomHandler {

	private static final int LATEST = 100;

	private final Store store;

	private final Guard guard;

	private final Unread unread;

	private final String defaultRoom;

	RoomHandler(Store store, Guard guard, String defaultRoom) {
		this.store = store;
		this.guard = guard;
		this.unread = new Unread(store);
		this.defaultRoom = defaultRoom;
	}

	Mono<ServerResponse> messages(ServerRequest request) {
		Parameters parameters = Parameters.of(request);
		String username = Guard.user(request, parameters, "username");
		String room = parameters.id("room");
		boolean unreadOnly = parameters.flag("unread", false);
		if (unreadOnly && username == null) {
			parameters.invalid("unread", "needs a username: say who has not read them");
		}
		parameters.check();
		return this.guard.sharedIfAny(request, (room != null) ? room : this.defaultRoom)
			.flatMap((conversation) -> reader(conversation, username)
				.flatMap((reader) -> messages(conversation, reader, unreadOnly)))
			.defaultIfEmpty(new RoomMessages(List.of(), 0))
			.flatMap((answer) -> ServerResponse.ok().bodyValue(answer));
	}

	private Mono<Reader> reader(ConversationDocument conversation, @Nullable String username) {
		if (username == null) {
			return Mono.just(new Reader(null, null));
		}
		return this.store.byId(MembershipDocument.COLLECTION, MembershipDocument.id(username, conversation.id()))
			.map((found) -> new Reader(username, Unread.seen(MembershipDocument.from(found))))
			.defaultIfEmpty(new Reader(username, null));
	}

	private Mono<RoomMessages> messages(ConversationDocument conversation, Reader reader, boolean unreadOnly) {
		IndexedQuery query = (unreadOnly && reader.seen() != null)
				? MessageQueries.later(conversation, reader.seen(), Order.DESC)
				: MessageQueries.all(conversation, Order.DESC);
		Mono<Long> count = (reader.username() != null) ? this.unread.after(reader.seen(), conversation) : Mono.just(0L);
		return this.store.find(query, 0, LATEST)
			.map((found) -> found.reversed().stream().map(MessageDocument::from).toList())
			.zipWith(count, (found, unread) -> RoomMessages.of(found, reader, unread));
	}

}
