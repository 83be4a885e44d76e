package dev.recap.query.search;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.recap.query.access.Memberships;
import dev.recap.query.access.Participation;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.search.SearchAnswer.Result;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /search}. */
final class SearchHandler {

	/** In how many of a user's conversations is searched, the newest first. */
	private static final int CONVERSATIONS = 10_000;

	private final Store store;

	private final Conversations conversations;

	private final Lookup lookup;

	private final Participation participation;

	private final Memberships memberships;

	private final Candidates candidates;

	SearchHandler(Store store, Conversations conversations, Lookup lookup, Participation participation,
			Memberships memberships) {
		this.store = store;
		this.conversations = conversations;
		this.lookup = lookup;
		this.participation = participation;
		this.memberships = memberships;
		this.candidates = new Candidates(store);
	}

	Mono<ServerResponse> search(ServerRequest request) {
		SearchRequest asked = SearchRequest.read(request);
		return this.lookup.certain(request, find(asked).filter((answer) -> answer.total() > 0))
			.defaultIfEmpty(new SearchAnswer(asked.query(), List.of(), 0))
			.flatMap((answer) -> ServerResponse.ok().bodyValue(answer));
	}

	private Mono<SearchAnswer> find(SearchRequest asked) {
		return scope(asked).filter((scope) -> !scope.isEmpty())
			.flatMap((scope) -> this.candidates.find(asked, scope))
			.flatMap((hits) -> conversations(asked, hits)
				.flatMap((shown) -> answer(asked, hits.stream().filter((hit) -> isShown(hit, shown)).toList(), shown)));
	}

	/**
	 * Whatever others say elsewhere must not take the places of what a user may find.
	 */
	private Mono<Scope> scope(SearchRequest asked) {
		String user = (asked.reader() != null) ? asked.reader() : asked.userId();
		if (asked.conversationId() != null) {
			return Mono.just(new Scope(List.of(asked.conversationId())));
		}
		return (user == null) ? Mono.just(Scope.EVERYTHING)
				: this.memberships.conversations(asked.reader(), user, CONVERSATIONS).map(Scope::new);
	}

	private static boolean isShown(Hit hit, Map<String, ConversationDocument> shown) {
		ConversationDocument conversation = shown.get(hit.conversationId());
		return conversation != null && conversation.generation().equals(hit.generation());
	}

	/** Those of the hits' conversations that may be shown and were asked for. */
	private Mono<Map<String, ConversationDocument>> conversations(SearchRequest asked, List<Hit> hits) {
		Set<String> ids = hits.stream().map(Hit::conversationId).collect(Collectors.toUnmodifiableSet());
		// What a reader takes part in is stricter than what a user has joined.
		boolean any = asked.userId() == null || asked.reader() != null;
		return (any ? this.conversations.visible(ids)
				: joined(asked.userId(), ids).flatMap(this.conversations::visible))
			.flatMap((found) -> this.participation.of(asked.reader(), found));
	}

	private Mono<Set<String>> joined(String user, Set<String> conversations) {
		List<String> memberships = conversations.stream().map((id) -> MembershipDocument.id(user, id)).toList();
		return this.store.byIds(MembershipDocument.COLLECTION, memberships)
			.map((found) -> found.stream()
				.map((membership) -> membership.getString("conversation_id"))
				.collect(Collectors.toUnmodifiableSet()));
	}

	private Mono<SearchAnswer> answer(SearchRequest asked, List<Hit> hits, Map<String, ConversationDocument> shown) {
		List<Hit> page = hits.stream().skip(asked.offset()).limit(asked.limit()).toList();
		Set<String> messages = new HashSet<>();
		page.stream().filter((hit) -> hit.kind() == Hit.Kind.MESSAGE).forEach((hit) -> messages.add(hit.documentId()));
		return this.store.byIds(MessageDocument.COLLECTION, messages)
			.map((found) -> found.stream().collect(Collectors.toMap((each) -> each.getString("_id"), (each) -> each)))
			.map((found) -> new SearchAnswer(asked.query(),
					page.stream().map((hit) -> result(hit, found, shown)).filter(Objects::nonNull).toList(),
					hits.size()));
	}

	/** Null when it was erased between two reads. */
	private static @Nullable Result result(Hit hit, Map<String, Document> messages,
			Map<String, ConversationDocument> shown) {
		ConversationDocument conversation = shown.get(hit.conversationId());
		if (conversation == null) {
			return null;
		}
		return switch (hit.kind()) {
			case MESSAGE -> {
				Document message = messages.get(hit.documentId());
				yield (message != null) ? Result.of(MessageDocument.from(message), conversation, hit.score()) : null;
			}
			case SUMMARY -> (conversation.summary() != null)
					? Result.of(hit, conversation, conversation.summary().summary()) : null;
		};
	}

}
