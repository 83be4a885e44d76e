package dev.recap.query.item;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.BiFunction;

import dev.recap.query.access.Guard;
import dev.recap.query.body.JsonBody;
import dev.recap.query.fresh.Changes;
import dev.recap.query.fresh.Lookup;
import dev.recap.query.page.Parameters;
import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.topic.Position;
import dev.recap.web.ApiException;
import dev.recap.web.Ids;
import dev.recap.web.PositionHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Items of a user and of a conversation, and changes to one. */
final class ItemHandler {

	private static final int STANDARD_LIMIT = 50;

	private static final int MOST = 100;

	private static final int MAX_TEXT = 1000;

	private static final int MAX_WORD = 20;

	private final Items items;

	private final Lookup lookup;

	private final Guard guard;

	private final Changes changes;

	private final Clock clock;

	ItemHandler(Items items, Lookup lookup, Guard guard, Changes changes, Clock clock) {
		this.items = items;
		this.lookup = lookup;
		this.guard = guard;
		this.changes = changes;
		this.clock = clock;
	}

	/** {@code GET /users/{user_id}/items}. */
	Mono<ServerResponse> ofUser(ServerRequest request) {
		String user = Guard.user(request);
		Asked asked = asked(request, (status, kind) -> ItemFilter.ofOwner(user, status, kind));
		return this.lookup.certain(request, page(Guard.reader(request), asked))
			.flatMap((page) -> ServerResponse.ok()
				.bodyValue(new ItemPage.OfUser(user, page.items(), page.nextCursor())));
	}

	/** {@code GET /chats/{conversation_id}/items}. */
	Mono<ServerResponse> ofConversation(ServerRequest request) {
		String id = Ids.path(request, "conversation_id");
		Asked asked = asked(request, (status, kind) -> ItemFilter.ofConversation(id, status, kind));
		return this.guard.shared(request, id)
			.then(Mono.defer(() -> page(null, asked)))
			.flatMap((page) -> ServerResponse.ok()
				.bodyValue(new ItemPage.OfConversation(id, page.items(), page.nextCursor())));
	}

	/** What a list was asked for. */
	private record Asked(ItemFilter filter, @Nullable ItemCursor after, int limit) {
	}

	private static Asked asked(ServerRequest request,
			BiFunction<@Nullable ItemStatus, @Nullable Kind, ItemFilter> filter) {
		Parameters parameters = Parameters.of(request);
		ItemStatus status = parameters.value("status", ItemHandler::status);
		Kind kind = parameters.value("kind", ItemHandler::kind);
		Asked asked = new Asked(filter.apply(status, kind), parameters.cursor(ItemCursor::read),
				parameters.limit(STANDARD_LIMIT, MOST));
		parameters.check();
		return asked;
	}

	private static ItemStatus status(String name) {
		ItemStatus status = ItemStatus.of(name);
		if (status == null) {
			throw new IllegalArgumentException("must be open, done or dropped");
		}
		return status;
	}

	private static Kind kind(String name) {
		return switch (name) {
			case "action_item" -> Kind.ACTION_ITEM;
			case "decision" -> Kind.DECISION;
			default -> throw new IllegalArgumentException("must be action_item or decision");
		};
	}

	private Mono<ItemPage> page(@Nullable String reader, Asked asked) {
		return this.items.find(reader, asked.filter(), asked.after(), asked.limit() + 1)
			.map((found) -> ItemPage.of(found, asked.limit()));
	}

	/** {@code PATCH /items/{item_id}}. */
	Mono<ServerResponse> change(ServerRequest request) {
		String id = Ids.path(request, "item_id");
		return JsonBody.read(request)
			.map(ItemHandler::wished)
			.flatMap((wished) -> this.lookup.certain(request, this.items.one(id))
				.switchIfEmpty(missing(id))
				.flatMap((item) -> this.guard.shared(request, item.conversationId())
					.map((conversation) -> wished.event(item, this.clock))))
			.flatMap((event) -> this.changes.make(event).flatMap((position) -> changed(event.itemId(), position)));
	}

	private Mono<ServerResponse> changed(String id, Position position) {
		return this.items.one(id)
			.switchIfEmpty(missing(id))
			.flatMap((item) -> ServerResponse.ok()
				.header(PositionHeader.NAME, position.toString())
				.bodyValue(Item.of(item)));
	}

	private static Mono<ItemDocument> missing(String id) {
		return Mono.error(() -> ApiException.notFound("There is no item " + id));
	}

	/** How an item is to be; what is null stays. */
	private record Wished(@Nullable ItemStatus status, @Nullable String text, @Nullable String owner,
			@Nullable String due) {

		ItemChanged event(ItemDocument item, Clock clock) {
			return new ItemChanged(item.conversationId(), clock.instant(), item.id(), this.status, this.text,
					this.owner, this.due, null);
		}

	}

	private static Wished wished(JsonBody body) {
		String status = body.text("status", MAX_WORD);
		String due = body.text("due", MAX_WORD);
		Wished wished = new Wished((status != null) ? checked("status", status) : null, body.text("text", MAX_TEXT),
				body.id("owner"), (due != null) ? date(due) : null);
		if (wished.equals(new Wished(null, null, null, null))) {
			throw ApiException.invalid("There is nothing to change: give status, text, owner or due", List.of());
		}
		return wished;
	}

	private static ItemStatus checked(String field, String name) {
		try {
			return status(name);
		}
		catch (IllegalArgumentException ex) {
			throw ApiException.invalid(field, String.valueOf(ex.getMessage()));
		}
	}

	private static String date(String text) {
		try {
			return LocalDate.parse(text).toString();
		}
		catch (DateTimeParseException ex) {
			throw ApiException.invalid("due", "must be a date like 2026-01-31");
		}
	}

}
