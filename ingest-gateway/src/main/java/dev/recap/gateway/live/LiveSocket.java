package dev.recap.gateway.live;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.recap.gateway.caller.Callers;
import dev.recap.gateway.ondemand.Participation;
import dev.recap.gateway.ondemand.SummaryAnswer;
import dev.recap.schema.ErrorBody;
import dev.recap.schema.Json;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.web.ApiException;
import dev.recap.web.Ids;
import dev.recap.web.rate.FrameLimit;
import org.jspecify.annotations.Nullable;
import dev.recap.web.access.Caller;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code WS /ws/summarize}: one conversation's summary, now and whenever it changes. */
final class LiveSocket implements WebSocketHandler {

	private static final String HEARTBEAT = "{\"type\":\"heartbeat\"}";

	/** Refusals that wait for a client that does not read; further ones are not sent. */
	private static final int REFUSALS = 16;

	private final Watchers watchers;

	private final Participation participation;

	private final Consumer<String> ask;

	private final LiveSettings settings;

	private final Clock clock;

	/**
	 * Serves watchers.
	 * @param ask asks for the summary there is, which then comes like an update
	 */
	LiveSocket(Watchers watchers, Participation participation, Consumer<String> ask, LiveSettings settings,
			Clock clock) {
		this.watchers = watchers;
		this.participation = participation;
		this.ask = ask;
		this.settings = settings;
		this.clock = clock;
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		return Callers.of(session).flatMap((caller) -> handle(session, caller));
	}

	private Mono<Void> handle(WebSocketSession session, Caller caller) {
		// A socket can be received from once only, so the first frame is passed on.
		Sinks.One<String> first = Sinks.one();
		FrameLimit limit = FrameLimit.of(session);
		Sinks.Many<String> refusals = Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(REFUSALS));
		Mono<Void> in = session.receive()
			.filter((frame) -> isWithin(limit, refusals))
			.map(WebSocketMessage::getPayloadAsText)
			.doOnNext(first::tryEmitValue)
			.then()
			.onErrorComplete();
		Mono<String> named = first.asMono().timeout(this.settings.firstFrame()).map(LiveSocket::conversation);
		Mono<Void> out = given(session).switchIfEmpty(named)
			.flatMap((id) -> this.participation.required(caller, id).then(watch(session, id, refusals.asFlux())))
			.onErrorResume(TimeoutException.class,
					(late) -> Mono.error(
							ApiException.invalid("conversation_id", "is missing: send {\"conversation_id\": …} first")))
			.onErrorResume(ApiException.class, (error) -> refuse(session, error));
		return Mono.firstWithSignal(out, in);
	}

	/** Nothing is read out of a frame that is one too many. */
	private boolean isWithin(@Nullable FrameLimit limit, Sinks.Many<String> refusals) {
		ApiException tooMany = (limit != null) ? limit.take() : null;
		if (tooMany != null) {
			refusals.tryEmitNext(frame(tooMany));
		}
		return tooMany == null;
	}

	private Mono<Void> watch(WebSocketSession session, String id, Flux<String> refusals) {
		return Mono.defer(() -> watching(session, id, refusals));
	}

	private Mono<Void> watching(WebSocketSession session, String id, Flux<String> refusals) {
		Watcher watcher = new Watcher(id);
		this.watchers.add(watcher);
		this.ask.accept(id);
		Flux<String> updates = watcher.summaries().map(LiveSocket::frame);
		Flux<String> all = Flux
			.merge(updates.concatWith(Mono.just("")), refusals,
					Flux.interval(this.settings.heartbeat()).onBackpressureDrop().map((tick) -> HEARTBEAT))
			// An empty frame stands for the end of the conversation.
			.takeWhile((text) -> !text.isEmpty());
		return session.send(all.map(session::textMessage))
			.then(session.close(CloseStatus.NORMAL))
			.doFinally((signal) -> this.watchers.remove(watcher));
	}

	private static Mono<String> given(WebSocketSession session) {
		return Mono.defer(() -> {
			String id = UriComponentsBuilder.fromUri(session.getHandshakeInfo().getUri())
				.build()
				.getQueryParams()
				.getFirst("conversation_id");
			return (id == null) ? Mono.empty()
					: Mono.just(Ids.checked("conversation_id", UriUtils.decode(id, StandardCharsets.UTF_8)));
		});
	}

	private static String conversation(String frame) {
		try {
			JsonNode id = Json.mapper().readTree(frame).path("conversation_id");
			if (!id.isString()) {
				throw ApiException.invalid("conversation_id", "must be a string");
			}
			return Ids.checked("conversation_id", id.stringValue());
		}
		catch (JacksonException ex) {
			throw ApiException.invalid("The frame is not JSON: " + ex.getOriginalMessage(), List.of());
		}
	}

	private Mono<Void> refuse(WebSocketSession session, ApiException error) {
		CloseStatus status = error.status().is5xxServerError() ? CloseStatus.SERVICE_OVERLOAD
				: CloseStatus.POLICY_VIOLATION;
		return session.send(Mono.just(session.textMessage(frame(error)))).then(session.close(status));
	}

	private String frame(ApiException error) {
		ErrorBody body = ErrorBody.of(error.error(), error.code(), this.clock.instant(), error.fields());
		return text(Map.of("type", "error", "detail", body.detail()));
	}

	private static String frame(ConversationSummary summary) {
		return text(new Shown("summary", SummaryAnswer.of(summary)));
	}

	private static String text(Object frame) {
		return new String(Json.bytes(frame), StandardCharsets.UTF_8);
	}

	private record Shown(String type, @JsonUnwrapped SummaryAnswer summary) {
	}

}
