package dev.recap.query.digest;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.recap.query.access.Guard;
import dev.recap.query.access.Memberships;
import dev.recap.query.access.Participation;
import dev.recap.query.digest.Digest.ActionItem;
import dev.recap.query.digest.Digest.Mention;
import dev.recap.query.digest.Digest.Missed;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.history.MessageQueries;
import dev.recap.query.item.Items;
import dev.recap.query.page.Order;
import dev.recap.query.page.Parameters;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.IndexedQuery;
import dev.recap.query.store.Store;
import dev.recap.query.unread.Unread;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET /users/{user_id}/digest}. */
final class DigestHandler {

	/** How many of the user's conversations are looked at, the newest first. */
	private static final int CONVERSATIONS = 100;

	/** How many unread messages of a conversation are looked through for mentions. */
	private static final int LOOKED_THROUGH = 200;

	private static final int MENTIONS = 20;

	private static final int ITEMS = 100;

	private static final int AT_ONCE = 8;

	private final Store store;

	private final Conversations conversations;

	private final Lookup lookup;

	private final Memberships memberships;

	private final Unread unread;

	private final Items items;

	DigestHandler(Store store, Conversations conversations, Lookup lookup, Memberships memberships, Items items) {
		this.store = store;
		this.conversations = conversations;
		this.lookup = lookup;
		this.memberships = memberships;
		this.unread = new Unread(store);
		this.items = items;
	}

	Mono<ServerResponse> digest(ServerRequest request) {
		String user = Guard.user(request);
		Parameters parameters = Parameters.of(request);
		Instant since = parameters.start("since");
		parameters.check();
		return this.lookup.certain(request, newest(Guard.reader(request), user))
			.defaultIfEmpty(List.of())
			.map((found) -> found.stream().map(MembershipDocument::from).toList())
			.flatMap((memberships) -> digest(Guard.reader(request), user, since, memberships))
			.flatMap((digest) -> ServerResponse.ok().bodyValue(digest));
	}

	private Mono<List<Document>> newest(@Nullable String reader, String user) {
		return this.memberships.filter(reader, user)
			.flatMap((filter) -> this.store.find(Memberships.newestFirst(filter), 0, CONVERSATIONS))
			.filter((found) -> !found.isEmpty());
	}

	private Mono<Digest> digest(@Nullable String reader, String user, @Nullable Instant since,
			List<MembershipDocument> memberships) {
		Mentions mentions = new Mentions(user);
		List<String> ids = memberships.stream().map(MembershipDocument::conversationId).toList();
		return this.conversations.visible(ids)
			.flatMap((found) -> Flux.fromIterable(memberships)
				.flatMapSequential((membership) -> missed(reader, membership, found, since, mentions), AT_ONCE)
				.collectList()
				.zipWith(this.items.openOf(reader, user, ITEMS))
				.map((both) -> new Digest(user, since, both.getT1(), both.getT2().stream().map(ActionItem::of).toList(),
						both.getT1().stream().mapToLong(Missed::unreadCount).sum())));
	}

	/** Empty when there is nothing unread, and when the reader has no part. */
	private Mono<Missed> missed(@Nullable String reader, MembershipDocument membership,
			Map<String, ConversationDocument> found, @Nullable Instant since, Mentions mentions) {
		ConversationDocument conversation = found.get(membership.conversationId());
		if (conversation == null || !Participation.includes(reader, membership, conversation)) {
			return Mono.empty();
		}
		Instant seen = Unread.later(Unread.seen(membership), since);
		return this.unread.after(seen, conversation)
			.filter((unread) -> unread > 0)
			.flatMap((unread) -> mentions(conversation, seen, mentions)
				.map((mentioned) -> Missed.of(conversation, unread, mentioned)));
	}

	private Mono<List<Mention>> mentions(ConversationDocument conversation, @Nullable Instant seen, Mentions mentions) {
		IndexedQuery query = (seen != null) ? MessageQueries.later(conversation, seen, Order.DESC)
				: MessageQueries.all(conversation, Order.DESC);
		return this.store.find(query, 0, LOOKED_THROUGH)
			.map((found) -> found.stream()
				.map(MessageDocument::from)
				.filter((message) -> mentions.in(message.content()))
				.limit(MENTIONS)
				.map(Mention::of)
				.toList()
				.reversed());
	}

}
