package dev.recap.query.conversation;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import dev.recap.query.access.Guard;
import dev.recap.query.access.Memberships;
import dev.recap.query.access.Participation;
import dev.recap.query.body.JsonBody;
import dev.recap.query.fresh.Changes;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.page.Parameters;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import dev.recap.schema.Retention;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.topic.Position;
import dev.recap.web.ApiException;
import dev.recap.web.Ids;
import dev.recap.web.PositionHeader;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /conversations}: a user's, one, and changes to one. */
final class ConversationHandler {

	private static final int STANDARD_LIMIT = 50;

	private static final int MOST = 100;

	private static final int MAX_TITLE = 200;

	private final Store store;

	private final Conversations conversations;

	private final Lookup lookup;

	private final Guard guard;

	private final Memberships memberships;

	private final Changes changes;

	private final Clock clock;

	private final long maxMetadata;

	ConversationHandler(Store store, Conversations conversations, Lookup lookup, Guard guard, Memberships memberships,
			Changes changes, Clock clock, long maxMetadata) {
		this.store = store;
		this.conversations = conversations;
		this.lookup = lookup;
		this.guard = guard;
		this.memberships = memberships;
		this.changes = changes;
		this.clock = clock;
		this.maxMetadata = maxMetadata;
	}

	/** {@code GET /conversations}. */
	Mono<ServerResponse> list(ServerRequest request) {
		Parameters parameters = Parameters.of(request);
		String user = Guard.user(request, parameters, "user_id");
		int limit = parameters.limit(STANDARD_LIMIT, MOST);
		int offset = parameters.offset();
		if (user == null && request.queryParam("user_id").filter((text) -> !text.isBlank()).isEmpty()) {
			parameters.invalid("user_id", "is missing: say whose conversations to list");
		}
		parameters.check();
		Mono<List<Document>> page = this.memberships.filter(Guard.reader(request), String.valueOf(user))
			.flatMap((filter) -> this.store.find(Memberships.newestFirst(filter), offset, limit))
			.filter((found) -> !found.isEmpty());
		return this.lookup.certain(request, page)
			.defaultIfEmpty(List.of())
			.flatMap((memberships) -> resources(Guard.reader(request), memberships))
			.flatMap((resources) -> ServerResponse.ok().bodyValue(resources));
	}

	private Mono<List<Resource>> resources(@Nullable String reader, List<Document> found) {
		List<MembershipDocument> memberships = found.stream().map(MembershipDocument::from).toList();
		List<String> ids = memberships.stream().map(MembershipDocument::conversationId).toList();
		return this.conversations.visible(ids)
			.map((shown) -> memberships.stream()
				.filter((each) -> shown.containsKey(each.conversationId()))
				.filter((each) -> Participation.includes(reader, each, shown.get(each.conversationId())))
				.map((each) -> Resource.of(shown.get(each.conversationId())))
				.toList());
	}

	/** {@code GET /conversations/{id}}. */
	Mono<ServerResponse> one(ServerRequest request) {
		return this.guard.shared(request, Ids.path(request, "id"))
			.flatMap((conversation) -> ServerResponse.ok().bodyValue(Resource.of(conversation)));
	}

	/** {@code PATCH /conversations/{id}}. */
	Mono<ServerResponse> change(ServerRequest request) {
		String id = Ids.path(request, "id");
		return JsonBody.read(request)
			.map((body) -> update(id, body))
			.flatMap((update) -> this.guard.owned(request, id).then(this.changes.make(update)))
			.flatMap((position) -> changed(id, position));
	}

	private ConversationUpdated update(String id, JsonBody body) {
		String title = body.text("title", MAX_TITLE);
		Map<String, Object> metadata = body.map("metadata", this.maxMetadata);
		if (title == null && metadata == null) {
			throw ApiException.invalid("There is nothing to change: give title or metadata", List.of());
		}
		String problem = Retention.problem(metadata);
		if (problem != null) {
			throw ApiException.invalid("metadata." + Retention.KEY, problem);
		}
		return new ConversationUpdated(id, this.clock.instant(), title, null, metadata);
	}

	private Mono<ServerResponse> changed(String id, Position position) {
		return this.conversations.visible(id)
			.switchIfEmpty(Mono.error(() -> ApiException.notFound("There is no conversation " + id)))
			.flatMap((conversation) -> ServerResponse.ok()
				.header(PositionHeader.NAME, position.toString())
				.bodyValue(Resource.of(conversation)));
	}

}
