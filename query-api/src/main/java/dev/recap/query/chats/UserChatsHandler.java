package dev.recap.query.chats;

import java.util.List;
import java.util.Map;

import dev.recap.query.access.Guard;
import dev.recap.query.access.Memberships;
import dev.recap.query.access.Participation;
import dev.recap.query.chats.UserChats.Chat;
import dev.recap.query.fresh.Freshness;
import dev.recap.query.page.Pages;
import dev.recap.query.page.Parameters;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.IndexedQuery;
import dev.recap.query.store.Store;
import dev.recap.query.unread.Unread;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.topic.Position;
import dev.recap.web.PositionHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET /users/{user_id}/chats}. */
final class UserChatsHandler {

	private static final int AT_ONCE = 8;

	private final Store store;

	private final Conversations conversations;

	private final Freshness freshness;

	private final Memberships memberships;

	private final Unread unread;

	UserChatsHandler(Store store, Conversations conversations, Freshness freshness, Memberships memberships) {
		this.store = store;
		this.conversations = conversations;
		this.freshness = freshness;
		this.memberships = memberships;
		this.unread = new Unread(store);
	}

	Mono<ServerResponse> chats(ServerRequest request) {
		String user = Guard.user(request);
		UserChatsRequest asked = UserChatsRequest.read(Parameters.of(request));
		Position position = PositionHeader.read(request.headers().asHttpHeaders());
		String reader = Guard.reader(request);
		Mono<Listed> listed = this.memberships.filter(reader, user)
			.map((filter) -> UserChatsQueries.memberships(filter, asked))
			.flatMap((query) -> this.store.count(query).map((total) -> new Listed(query, total)));
		return this.freshness.after(position)
			.then(this.freshness.certain(listed.filter((found) -> found.total() > 0)))
			.flatMap((found) -> chats(reader, found, asked)
				.map((chats) -> UserChats.of(user, asked, found.total(), chats)))
			.defaultIfEmpty(UserChats.of(user, asked, 0, List.of()))
			.flatMap((answer) -> ServerResponse.ok().bodyValue(answer));
	}

	/** What a list is a page of. */
	private record Listed(IndexedQuery query, long total) {
	}

	private Mono<List<Chat>> chats(@Nullable String reader, Listed listed, UserChatsRequest asked) {
		int before = Pages.before(asked.page(), asked.limit(), listed.total());
		return (before < 0) ? Mono.just(List.of())
				: this.store.find(listed.query(), before, asked.limit())
					.map((documents) -> documents.stream().map(MembershipDocument::from).toList())
					.flatMap((memberships) -> chats(reader, memberships));
	}

	private Mono<List<Chat>> chats(@Nullable String reader, List<MembershipDocument> memberships) {
		return this.conversations.visible(memberships.stream().map(MembershipDocument::conversationId).toList())
			.flatMapMany((found) -> Flux.fromIterable(memberships)
				.flatMapSequential((membership) -> chat(reader, membership, found), AT_ONCE))
			.collectList();
	}

	/** Empty when it was deleted between two reads, and when the reader has no part. */
	private Mono<Chat> chat(@Nullable String reader, MembershipDocument membership,
			Map<String, ConversationDocument> found) {
		ConversationDocument conversation = found.get(membership.conversationId());
		return (conversation == null || !Participation.includes(reader, membership, conversation)) ? Mono.empty()
				: this.unread.count(membership, conversation)
					.map((unread) -> Chat.of(conversation, membership, unread));
	}

}
