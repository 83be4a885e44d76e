package dev.recap.query.erase;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.recap.query.access.Guard;
import dev.recap.query.fresh.Freshness;
import dev.recap.query.log.ChatLog;
import dev.recap.query.store.IndexedQuery;
import dev.recap.query.store.Store;
import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.store.ArchivedDocument;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.topic.Position;
import dev.recap.web.ApiException;
import org.bson.Document;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * {@code DELETE /users/{user_id}}: an event to each conversation the user takes part in;
 * it is done when the archive has applied them all. The status resource names the
 * positions of these events, so that any instance can answer for it.
 */
final class UserHandler {

	private static final int AT_ONCE = 64;

	/** As many conversations as one request erases; asking again goes on. */
	private static final int MOST = 100_000;

	private final Store store;

	private final ChatLog log;

	private final Freshness freshness;

	private final Clock clock;

	UserHandler(Store store, ChatLog log, Freshness freshness, Clock clock) {
		this.store = store;
		this.log = log;
		this.freshness = freshness;
		this.clock = clock;
	}

	/** What a status resource remembers in its own address. */
	private record Ticket(Instant at, int conversations, Map<Integer, Long> ends) {
	}

	/** The status resource. */
	private record Status(String status, String userId, int conversations, Instant requestedAt) {
	}

	Mono<ServerResponse> erase(ServerRequest request) {
		String user = Guard.user(request);
		Instant now = this.clock.instant();
		return this.freshness.caughtUp()
			.then(conversations(user))
			.flatMap((ids) -> Flux.fromIterable(ids)
				.flatMap((id) -> this.log.publish(new UserErased(id, now, user)), AT_ONCE)
				.collectList()
				.map((positions) -> new Ticket(now, ids.size(), ends(positions))))
			.flatMap((ticket) -> ServerResponse.status(HttpStatus.ACCEPTED)
				.header("Location", "/users/" + encoded(user) + "/erasure/" + token(ticket))
				.bodyValue(new Status("running", user, ticket.conversations(), now)));
	}

	Mono<ServerResponse> status(ServerRequest request) {
		String user = Guard.user(request);
		Ticket ticket = ticket(request.pathVariable("token"));
		return Flux.fromIterable(ticket.ends().entrySet())
			.flatMap((end) -> this.store.byId(ProgressDocument.COLLECTION, end.getKey())
				.map((found) -> ProgressDocument.from(found).next() > end.getValue())
				.defaultIfEmpty(false))
			.all((applied) -> applied)
			.flatMap((done) -> ServerResponse.ok()
				.bodyValue(new Status(done ? "done" : "running", user, ticket.conversations(), ticket.at())));
	}

	/** Files of conversations in the archive bucket that have words of the user. */
	private Mono<List<Document>> archived(String user) {
		return this.store.fields(
				IndexedQuery.unordered(ArchivedDocument.COLLECTION, new Document(ArchivedDocument.USERS, user)),
				List.of(ArchivedDocument.CONVERSATION), MOST);
	}

	/** Hidden or not, and those that are in the archive bucket only. */
	private Mono<List<String>> conversations(String user) {
		return Flux.just(false, true)
			.concatMap((hidden) -> this.store.fields(
					new IndexedQuery(MembershipDocument.COLLECTION,
							new Document("user_id", user).append("hidden", hidden),
							new Document("last_at", -1).append("conversation_id", -1)),
					List.of("conversation_id"), MOST))
			.concatWith(archived(user))
			.flatMapIterable((found) -> found)
			.map((found) -> found.getString("conversation_id"))
			.distinct()
			.collectList();
	}

	private static Map<Integer, Long> ends(List<Position> positions) {
		Map<Integer, Long> ends = new TreeMap<>();
		positions.forEach((position) -> ends.merge(position.partition(), position.offset(), Math::max));
		return ends;
	}

	private static String token(Ticket ticket) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(ticket));
	}

	private static Ticket ticket(String token) {
		try {
			return Json.mapper().readValue(Base64.getUrlDecoder().decode(token), Ticket.class);
		}
		catch (IllegalArgumentException | JacksonException ex) {
			throw ApiException.notFound("There is no such erasure");
		}
	}

	private static String encoded(String id) {
		return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
