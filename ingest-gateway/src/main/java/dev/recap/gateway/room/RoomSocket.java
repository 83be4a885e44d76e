package dev.recap.gateway.room;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.recap.gateway.caller.Callers;
import dev.recap.schema.ErrorBody;
import dev.recap.schema.Identifiers;
import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.Role;
import dev.recap.schema.topic.Position;
import dev.recap.web.ApiException;
import dev.recap.web.rate.FrameLimit;
import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** {@code WS /ws}: one user in one room. */
final class RoomSocket implements WebSocketHandler {

	private static final int FRAMES_AT_ONCE = 16;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final CloseStatus TOO_SLOW = CloseStatus.SERVICE_OVERLOAD
		.withReason("The client does not keep up with the room");

	private final Rooms rooms;

	private final Function<MessagePosted, CompletionStage<Position>> log;

	private final RoomSettings settings;

	private final int maxBytes;

	private final Clock clock;

	private final Supplier<CompletableFuture<Void>> ready;

	/**
	 * Serves rooms.
	 * @param ready completes when what is said from then on comes by
	 * @param log where what is said goes
	 * @param maxBytes the longest message, in bytes of UTF-8
	 */
	RoomSocket(Rooms rooms, Function<MessagePosted, CompletionStage<Position>> log, RoomSettings settings, int maxBytes,
			Clock clock, Supplier<CompletableFuture<Void>> ready) {
		this.ready = ready;
		this.rooms = rooms;
		this.log = log;
		this.settings = settings;
		this.maxBytes = maxBytes;
		this.clock = clock;
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		return Callers.of(session).flatMap((caller) -> handle(session, caller));
	}

	private Mono<Void> handle(WebSocketSession session, Caller caller) {
		String username;
		String room;
		try {
			MultiValueMap<String, String> query = UriComponentsBuilder.fromUri(session.getHandshakeInfo().getUri())
				.build()
				.getQueryParams();
			username = username(query, caller);
			room = given(query, "room", this.settings.defaultRoom());
		}
		catch (ApiException ex) {
			return refuse(session, ex);
		}
		String id = UUID.randomUUID().toString();
		InetSocketAddress remote = session.getHandshakeInfo().getRemoteAddress();
		String address = (remote != null && remote.getAddress() != null) ? remote.getAddress().getHostAddress() : "?";
		return Mono.fromCompletionStage(this.ready)
			.then(Mono.fromCompletionStage(() -> this.rooms.join(id, room, username, address)))
			.timeout(PATIENCE)
			.onErrorMap((failure) -> refusal(failure))
			.flatMap((connection) -> serve(session, connection))
			.onErrorResume(ApiException.class, (error) -> refuse(session, error))
			.doFinally((signal) -> this.rooms.leave(id, room, username));
	}

	private static ApiException refusal(Throwable failure) {
		return switch (failure) {
			case ApiException known -> known;
			case Rooms.NameTakenException taken -> ApiException.conflict(String.valueOf(taken.getMessage()));
			default -> ApiException.unavailable("The rooms are not ready; connect again in a moment", RETRY);
		};
	}

	private Mono<Void> serve(WebSocketSession session, RoomConnection connection) {
		Flux<WebSocketMessage> pings = Flux.interval(this.settings.ping())
			.onBackpressureDrop()
			.map((tick) -> session.pingMessage((factory) -> factory.wrap(new byte[0])));
		FrameLimit limit = FrameLimit.of(session);
		Flux<WebSocketMessage> frames = connection.frames().map(session::textMessage);
		// As signals, so that the end of the frames ends the pings too.
		Flux<WebSocketMessage> both = Flux.merge(frames.materialize(), pings.materialize()).dematerialize();
		Mono<Void> in = session.receive()
			// A peer that answers no ping any more is gone, whatever TCP believes.
			.timeout(this.settings.ping().multipliedBy(3))
			.filter((message) -> message.getType() == WebSocketMessage.Type.TEXT
					|| message.getType() == WebSocketMessage.Type.BINARY)
			.map(WebSocketMessage::getPayloadAsText)
			.flatMapSequential((text) -> said(connection, limit, text), FRAMES_AT_ONCE)
			.then()
			.onErrorComplete();
		Mono<CloseStatus> ended = Mono.firstWithSignal(in, session.send(both)).thenReturn(CloseStatus.NORMAL);
		Mono<CloseStatus> behind = connection.overflow().thenReturn(TOO_SLOW);
		return Mono.firstWithSignal(ended, behind)
			// A close can take long where nobody reads, and the room need not wait for
			// it.
			.doOnNext((status) -> this.rooms.leave(connection.id(), connection.room(), connection.username()))
			.flatMap(session::close);
	}

	private Mono<Void> said(RoomConnection connection, @Nullable FrameLimit limit, String text) {
		ApiException tooMany = (limit != null) ? limit.take() : null;
		if (tooMany != null && text.length() > this.maxBytes) {
			fail(connection, tooMany, null);
			return Mono.empty();
		}
		String messageId = null;
		try {
			JsonNode frame = Json.mapper().readTree(text);
			if (!frame.isObject()) {
				throw ApiException.invalid("A frame must be a JSON object", List.of());
			}
			if (tooMany != null) {
				fail(connection, tooMany, frame.path("message_id").stringValue(null));
				return Mono.empty();
			}
			String type = frame.path("type").asString("message");
			if ("ping".equals(type)) {
				connection.send(RoomFrame.Pong.INSTANCE);
				return Mono.empty();
			}
			messageId = frame.path("message_id").stringValue(null);
			MessagePosted message = message(connection, type, frame);
			messageId = message.messageId();
			connection.said(messageId);
			return publish(connection, message);
		}
		catch (JacksonException ex) {
			fail(connection, ApiException.invalid("The frame is not JSON: " + ex.getOriginalMessage(), List.of()),
					null);
		}
		catch (ApiException ex) {
			fail(connection, ex, messageId);
		}
		return Mono.empty();
	}

	private Mono<Void> publish(RoomConnection connection, MessagePosted message) {
		return Mono.fromCompletionStage(() -> this.log.apply(message)).onErrorResume((failure) -> {
			connection.acknowledged(message.messageId());
			fail(connection,
					(failure instanceof ApiException known) ? known : ApiException
						.unavailable("The message was not taken; send it again", Duration.ofSeconds(1)),
					message.messageId());
			return Mono.empty();
		}).then();
	}

	private MessagePosted message(RoomConnection connection, String type, JsonNode frame) {
		if (!"message".equals(type)) {
			throw ApiException.invalid("type", "must be message or ping");
		}
		JsonNode said = frame.hasNonNull("message") ? frame.get("message") : frame.path("content");
		if (frame.hasNonNull("content") && !said.equals(frame.get("content"))) {
			throw ApiException.invalid("message", "and content are both given and differ");
		}
		if (!said.isString() || said.stringValue().isBlank()) {
			throw ApiException.invalid("message", "must be a text that is not blank");
		}
		String content = said.stringValue();
		if (content.length() > this.maxBytes || content.getBytes(StandardCharsets.UTF_8).length > this.maxBytes) {
			throw ApiException.tooLarge("message must have at most " + this.maxBytes + " bytes");
		}
		JsonNode given = frame.path("message_id");
		String id = given.isString() ? checked("message_id", given.stringValue()) : Identifiers.next();
		Instant now = this.clock.instant();
		return new MessagePosted(connection.room(), id, connection.username(), Role.USER, content, now, Map.of(), null,
				null);
	}

	private void fail(RoomConnection connection, ApiException error, @Nullable String messageId) {
		connection.send(RoomFrame.Failed.of(body(error), messageId));
	}

	private Mono<Void> refuse(WebSocketSession session, ApiException error) {
		String frame = RoomFrame.Failed.of(body(error), null).text();
		return session.send(Mono.just(session.textMessage(frame)))
			.then(session.close(CloseStatus.POLICY_VIOLATION.withReason(shortened(error.error()))));
	}

	private ErrorBody body(ApiException error) {
		return ErrorBody.of(error.error(), error.code(), this.clock.instant(), error.fields());
	}

	private static String username(MultiValueMap<String, String> query, Caller caller) {
		String own = caller.user();
		boolean named = own == null || query.containsKey("username");
		String username = named ? caller.speaksFor(required(query, "username")) : checked("username", own);
		return String.valueOf(username);
	}

	private static String required(MultiValueMap<String, String> query, String name) {
		String value = query.getFirst(name);
		if (value == null || value.isBlank()) {
			throw ApiException.invalid(name, "is missing: connect to /ws?" + name + "=…");
		}
		return checked(name, UriUtils.decode(value.replace('+', ' '), StandardCharsets.UTF_8).strip());
	}

	private static String given(MultiValueMap<String, String> query, String name, String otherwise) {
		return query.containsKey(name) ? required(query, name) : otherwise;
	}

	private static String checked(String field, String id) {
		String problem = Identifiers.problem(id);
		if (problem != null) {
			throw ApiException.invalid(field, problem);
		}
		return id;
	}

	/** A close frame's reason has at most 123 bytes (RFC 6455, 5.5). */
	private static String shortened(String text) {
		return (text.length() > 60) ? text.substring(0, 60) : text;
	}

}
