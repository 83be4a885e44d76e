package dev.recap.gateway.chat;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.recap.gateway.body.BodyReader;
import dev.recap.gateway.body.ContentTypes;
import dev.recap.gateway.chat.ChatConfiguration.ChatLog;
import dev.recap.gateway.ondemand.Participation;
import dev.recap.schema.Identifiers;
import dev.recap.schema.Json;
import dev.recap.schema.Retention;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.web.ApiException;
import dev.recap.web.Ids;
import dev.recap.web.PositionHeader;
import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Conversations that begin without a message, and those that end. */
final class ConversationHandler {

	private static final int MAX_TITLE = 200;

	private static final int MAX_METADATA = 8 * 1024;

	private final BodyReader bodies;

	private final ChatLog log;

	private final Participation participation;

	private final Clock clock;

	ConversationHandler(BodyReader bodies, ChatLog log, Participation participation, Clock clock) {
		this.participation = participation;
		this.bodies = bodies;
		this.log = log;
		this.clock = clock;
	}

	/** {@code POST /session}: a session is a conversation. */
	Mono<ServerResponse> session(ServerRequest request) {
		return body(request).flatMap((body) -> {
			String id = Identifiers.unguessable();
			ConversationUpdated created = new ConversationUpdated(id, this.clock.instant(), null, user(request, body),
					Map.of(Retention.SESSION_KEY, true));
			return this.log.publish(created)
				.flatMap((position) -> ServerResponse.status(HttpStatus.CREATED)
					.header(PositionHeader.NAME, position.toString())
					.bodyValue(Map.of("sessionId", id)));
		});
	}

	/** {@code POST /conversations}. */
	Mono<ServerResponse> create(ServerRequest request) {
		return body(request).flatMap((body) -> {
			String user = user(request, body);
			if (user == null) {
				throw ApiException.invalid("user_id", "is missing");
			}
			Instant now = this.clock.instant();
			String id = Identifiers.unguessable();
			ConversationUpdated created = new ConversationUpdated(id, now, title(body), user, metadata(body));
			return this.log.publish(created)
				.flatMap((position) -> ServerResponse.status(HttpStatus.CREATED)
					.header(PositionHeader.NAME, position.toString())
					.header("Location", "/conversations/" + id)
					.bodyValue(resource(created)));
		});
	}

	/** {@code POST /conversations/{id}/end}, by its owner. */
	Mono<ServerResponse> end(ServerRequest request) {
		String id = Ids.path(request, "id");
		return this.participation.ownershipRequired(Caller.of(request.exchange()), id)
			.then(Mono.defer(() -> this.log.publish(new ConversationEnded(id, this.clock.instant()))))
			.flatMap((position) -> ServerResponse.accepted()
				.header(PositionHeader.NAME, position.toString())
				.bodyValue(Map.of("status", "accepted", "conversation_id", id, "position", position.toString())));
	}

	private static Map<String, @Nullable Object> resource(ConversationUpdated created) {
		Map<String, @Nullable Object> resource = new LinkedHashMap<>();
		resource.put("id", created.conversationId());
		resource.put("user_id", created.userId());
		resource.put("created_at", created.timestamp());
		resource.put("updated_at", created.timestamp());
		resource.put("message_count", 0);
		resource.put("title", created.title());
		resource.put("summary", null);
		resource.put("total_tokens", 0);
		resource.put("total_cost", 0.0);
		resource.put("metadata", (created.metadata() != null) ? created.metadata() : Map.of());
		resource.put("status", "active");
		return resource;
	}

	private Mono<JsonNode> body(ServerRequest request) {
		return this.bodies.read(request.exchange().getRequest()).map((bytes) -> {
			if (bytes.length == 0) {
				return Json.mapper().createObjectNode();
			}
			ContentTypes.requireJson(request.headers().asHttpHeaders());
			JsonNode body = Json.mapper().readTree(bytes);
			if (!body.isObject()) {
				throw ApiException.invalid("The body must be a JSON object", List.of());
			}
			return body;
		});
	}

	private static @Nullable String user(ServerRequest request, JsonNode body) {
		return Caller.of(request.exchange()).speaksFor(given(body));
	}

	private static @Nullable String given(JsonNode body) {
		JsonNode user = body.path("user_id");
		if (user.isMissingNode() || user.isNull()) {
			return null;
		}
		if (!user.isString()) {
			throw ApiException.invalid("user_id", "must be a string");
		}
		return Ids.checked("user_id", user.stringValue());
	}

	private static @Nullable String title(JsonNode body) {
		JsonNode title = body.path("title");
		if (title.isMissingNode() || title.isNull()) {
			return null;
		}
		if (!title.isString() || title.stringValue().isBlank() || title.stringValue().length() > MAX_TITLE) {
			throw ApiException.invalid("title", "must be a text of 1 to " + MAX_TITLE + " characters");
		}
		return title.stringValue();
	}

	private static @Nullable Map<String, Object> metadata(JsonNode body) {
		JsonNode metadata = body.path("metadata");
		if (metadata.isMissingNode() || metadata.isNull()) {
			return null;
		}
		if (!metadata.isObject()) {
			throw ApiException.invalid("metadata", "must be an object");
		}
		if (Json.bytes(metadata).length > MAX_METADATA) {
			throw ApiException.tooLarge("metadata has more than " + MAX_METADATA + " bytes");
		}
		Map<String, Object> read = Json.map(metadata);
		String problem = Retention.problem(read);
		if (problem != null) {
			throw ApiException.invalid("metadata." + Retention.KEY, problem);
		}
		return read;
	}

}
