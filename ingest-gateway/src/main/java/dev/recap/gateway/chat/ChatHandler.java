package dev.recap.gateway.chat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.recap.gateway.body.BodyReader;
import dev.recap.gateway.body.ContentTypes;
import dev.recap.gateway.chat.ChatConfiguration.ChatLog;
import dev.recap.schema.ErrorBody;
import dev.recap.schema.Identifiers;
import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.Role;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyCompleted;
import dev.recap.schema.reply.ReplyEvent.ReplyDelta;
import dev.recap.schema.reply.ReplyEvent.ReplyFailed;
import dev.recap.schema.reply.ReplyRequest;
import dev.recap.web.ApiException;
import dev.recap.web.PositionHeader;
import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /chat}: a message to the assistant, answered whole or as a stream. */
final class ChatHandler {

	private static final Duration RETRY = Duration.ofSeconds(2);

	private static final Duration CONNECTING = Duration.ofSeconds(5);

	private final BodyReader bodies;

	private final ChatLog log;

	private final Replies replies;

	private final ChatSettings settings;

	private final Clock clock;

	private final Supplier<CompletableFuture<Void>> ready;

	/**
	 * Answers messages.
	 * @param ready completes when answers come by
	 */
	ChatHandler(BodyReader bodies, ChatLog log, Replies replies, ChatSettings settings, Clock clock,
			Supplier<CompletableFuture<Void>> ready) {
		this.ready = ready;
		this.bodies = bodies;
		this.log = log;
		this.replies = replies;
		this.settings = settings;
		this.clock = clock;
	}

	Mono<ServerResponse> chat(ServerRequest request) {
		return this.bodies.read(request.exchange().getRequest()).map((bytes) -> {
			ContentTypes.requireJson(request.headers().asHttpHeaders());
			return ChatInput.read(Json.mapper().readTree(bytes), this.settings, Caller.of(request.exchange()));
		}).flatMap(this::answer);
	}

	private Mono<ServerResponse> answer(ChatInput input) {
		Instant now = this.clock.instant();
		String conversation = (input.conversationId() != null) ? input.conversationId() : Identifiers.unguessable();
		String messageId = (input.messageId() != null) ? input.messageId() : Identifiers.next();
		MessagePosted message = new MessagePosted(conversation, messageId, input.userId(), Role.USER, input.text(), now,
				Map.of(), null, null);
		return ready().then(this.log.publish(message)).flatMap((position) -> {
			ReplyRequest asked = new ReplyRequest(Identifiers.next(), conversation, input.userId(), messageId, position,
					input.model(), input.temperature(), input.maxTokens(), now, now.plus(this.settings.replyTimeout()));
			return input.stream() ? streamed(input, asked) : whole(input, asked);
		});
	}

	private Mono<Void> ready() {
		return Mono.fromFuture(this.ready)
			.timeout(CONNECTING)
			.onErrorMap((late) -> ApiException.unavailable("This service is still connecting to Kafka; ask again later",
					RETRY));
	}

	private Mono<ServerResponse> whole(ChatInput input, ReplyRequest asked) {
		return events(asked).last().flatMap((last) -> switch (last) {
			case ReplyCompleted completed -> ServerResponse.ok()
				.header(PositionHeader.NAME, asked.position().toString())
				.bodyValue(Reply.of(completed, input.session(), this.clock.instant().getEpochSecond()));
			case ReplyFailed failed -> Mono.error(error(failed));
			default -> Mono.error(ApiException.timeout("The answer broke off"));
		});
	}

	private Mono<ServerResponse> streamed(ChatInput input, ReplyRequest asked) {
		ReplyText text = new ReplyText();
		Flux<ServerSentEvent<String>> events = Flux
			.concat(Mono.just(created(asked)), events(asked).flatMapIterable((event) -> shown(event, text, input)))
			.onErrorResume((failure) -> Mono.just(failed(described(failure))));
		return ServerResponse.ok()
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.header(PositionHeader.NAME, asked.position().toString())
			.header("Cache-Control", "no-cache")
			// Proxies that buffer would hold back the first words.
			.header("X-Accel-Buffering", "no")
			.body(BodyInserters.fromServerSentEvents(events));
	}

	private Flux<ReplyEvent> events(ReplyRequest asked) {
		Duration patience = this.settings.replyTimeout();
		return Flux.deferContextual((subscriber) -> this.replies.await(asked.requestId(),
				() -> this.log.request(asked).contextWrite(subscriber).subscribe((done) -> {
				}, (failure) -> this.replies.fail(asked.requestId(), failure)),
				() -> this.log.cancel(asked.requestId())))
			.timeout(patience)
			.onErrorMap(TimeoutException.class, (late) -> ApiException
				.timeout("No answer came in " + patience.toSeconds() + " s; the message is kept"));
	}

	private ServerSentEvent<String> created(ReplyRequest asked) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("type", "response.created");
		data.put("id", Reply.id(asked.requestId()));
		data.put("object", "response");
		data.put("created_at", asked.requestedAt().getEpochSecond());
		data.put("conversation_id", asked.conversationId());
		return event("response.created", data);
	}

	private List<ServerSentEvent<String>> shown(ReplyEvent event, ReplyText text, ChatInput input) {
		return switch (event) {
			case ReplyDelta delta -> delta(text.next(delta));
			case ReplyCompleted completed -> {
				List<ServerSentEvent<String>> rest = delta(text.rest(completed.text()));
				yield Stream.concat(rest.stream(), Stream.of(completed(completed, input))).toList();
			}
			case ReplyFailed failed -> List.of(failed(error(failed)));
			default -> List.of();
		};
	}

	private static List<ServerSentEvent<String>> delta(@Nullable String more) {
		return (more == null) ? List.of() : List
			.of(event("response.output_text.delta", Map.of("type", "response.output_text.delta", "delta", more)));
	}

	private ServerSentEvent<String> completed(ReplyCompleted completed, ChatInput input) {
		ObjectNode data = Json.mapper()
			.valueToTree(Reply.of(completed, input.session(), this.clock.instant().getEpochSecond()));
		data.put("type", "response.completed");
		return event("response.completed", data);
	}

	private ServerSentEvent<String> failed(ApiException error) {
		ObjectNode data = Json.mapper()
			.valueToTree(ErrorBody.of(error.error(), error.code(), this.clock.instant(), error.fields()));
		data.put("type", "response.failed");
		return event("response.failed", data);
	}

	private static ApiException described(Throwable failure) {
		return switch (failure) {
			case ApiException known -> known;
			case ReplyText.DivergedException diverged ->
				ApiException.unavailable(String.valueOf(diverged.getMessage()), Duration.ofSeconds(1));
			default -> ApiException.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Something went wrong here", null);
		};
	}

	private static ApiException error(ReplyFailed failed) {
		Integer seconds = failed.retryAfterSeconds();
		Duration retry = (seconds != null) ? Duration.ofSeconds(seconds) : null;
		HttpStatus status = switch (failed.code()) {
			case "not_found" -> HttpStatus.NOT_FOUND;
			case "invalid_request" -> HttpStatus.BAD_REQUEST;
			case "rate_limited" -> HttpStatus.TOO_MANY_REQUESTS;
			case "timeout" -> HttpStatus.GATEWAY_TIMEOUT;
			default -> HttpStatus.SERVICE_UNAVAILABLE;
		};
		return ApiException.of(status, failed.code(), failed.error(), retry);
	}

	private static ServerSentEvent<String> event(String name, Object data) {
		return ServerSentEvent.<String>builder()
			.event(name)
			.data(new String(Json.bytes(data), StandardCharsets.UTF_8))
			.build();
	}

}
