package dev.recap.gateway.ondemand;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

import dev.recap.gateway.body.BodyReader;
import dev.recap.gateway.body.ContentTypes;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.AccessChecked;
import dev.recap.schema.summary.SummaryEvent.ItemEvent;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryEvent.UnknownSummaryEvent;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryType;
import dev.recap.web.ApiException;
import dev.recap.web.Ids;
import dev.recap.web.access.Caller;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/** {@code POST /chats/summarize}: the summary, or 202 and where it will be. */
final class SummarizeHandler {

	private static final String PREFER = "Prefer";

	private static final String RESPOND_ASYNC = "respond-async";

	private final BodyReader bodies;

	private final Summaries summaries;

	private final Duration timeout;

	private final String defaultRoom;

	SummarizeHandler(BodyReader bodies, Summaries summaries, Duration timeout, String defaultRoom) {
		this.defaultRoom = defaultRoom;
		this.bodies = bodies;
		this.summaries = summaries;
		this.timeout = timeout;
	}

	Mono<ServerResponse> summarize(ServerRequest request) {
		ContentTypes.requireJson(request.headers().asHttpHeaders());
		boolean async = prefersAsync(request.headers().asHttpHeaders());
		Caller caller = Caller.of(request.exchange());
		return this.bodies.read(request.exchange().getRequest())
			.map(SummarizeCall::read)
			.flatMap((call) -> this.summaries.request(call, caller.user()))
			.flatMap((asked) -> async ? respondAsync(asked) : respond(asked));
	}

	/** {@code POST /api/summarize}: what was said in a room, and what a user missed. */
	Mono<ServerResponse> room(ServerRequest request) {
		String room = Ids.checked("room", request.queryParam("room").orElse(this.defaultRoom));
		Caller caller = Caller.of(request.exchange());
		Optional<String> username = username(request, caller);
		return this.summaries.request(new SummarizeCall(room, SummaryType.DETAILED), caller.user())
			.map((asked) -> username.map(asked::unreadOf).orElse(asked))
			.flatMap((asked) -> this.summaries.await(asked).timeout(this.timeout))
			.onErrorMap(TimeoutException.class, (late) -> ApiException.timeout("The summary takes long; ask again"))
			.flatMap((event) -> switch (event) {
				case SummaryUpdated updated ->
					ServerResponse.ok().bodyValue(RoomSummary.of(updated, username.isPresent()));
				case SummaryFailed failed when failed.code().equals("not_found") ->
					ServerResponse.ok().bodyValue(RoomSummary.empty(username.isPresent()));
				case SummaryFailed failed -> Mono.error(Failures.of(failed));
				case AccessChecked checked -> Mono.error(unasked());
				case ItemEvent item -> Mono.error(unasked());
				case UnknownSummaryEvent unknown -> Mono.error(unasked());
			});
	}

	/** The user whose unread messages are wanted: the caller, if nobody is named. */
	private static Optional<String> username(ServerRequest request, Caller caller) {
		String given = request.queryParam("username").map((name) -> Ids.checked("username", name)).orElse(null);
		return Optional.ofNullable(caller.speaksFor(given));
	}

	private static RuntimeException unasked() {
		return new IllegalStateException("Nobody waits for this event");
	}

	private static boolean prefersAsync(HttpHeaders headers) {
		return headers.getOrEmpty(PREFER)
			.stream()
			.flatMap((value) -> Arrays.stream(value.split("[,;]")))
			.anyMatch((preference) -> RESPOND_ASYNC.equalsIgnoreCase(preference.strip()));
	}

	private Mono<ServerResponse> respondAsync(SummaryRequest asked) {
		return this.summaries.ask(asked)
			.then(Mono.defer(() -> accepted(asked).header("Preference-Applied", RESPOND_ASYNC).bodyValue(body(asked))));
	}

	private Mono<ServerResponse> respond(SummaryRequest asked) {
		return this.summaries.await(asked)
			.timeout(this.timeout)
			.flatMap(SummarizeHandler::answer)
			.onErrorResume(TimeoutException.class, (late) -> accepted(asked).bodyValue(body(asked)));
	}

	private static Mono<ServerResponse> answer(SummaryEvent event) {
		return switch (event) {
			case SummaryUpdated updated -> ServerResponse.ok().bodyValue(SummaryAnswer.of(updated.summary()));
			case SummaryFailed failed -> Mono.error(Failures.of(failed));
			case AccessChecked checked -> Mono.error(unasked());
			case ItemEvent item -> Mono.error(unasked());
			case UnknownSummaryEvent unknown -> Mono.error(unasked());
		};
	}

	private static ServerResponse.BodyBuilder accepted(SummaryRequest asked) {
		String id = UriUtils.encodePathSegment(asked.conversationId(), StandardCharsets.UTF_8);
		return ServerResponse.accepted().header(HttpHeaders.LOCATION, "/chats/" + id + "/summaries");
	}

	private static SummaryAnswer.Accepted body(SummaryRequest asked) {
		return new SummaryAnswer.Accepted("accepted", asked.conversationId(), asked.type(), asked.requestId());
	}

}
