package dev.recap.gateway.ondemand;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.recap.gateway.publish.Publisher;
import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.topic.Topic;
import dev.recap.web.ApiException;
import dev.recap.web.RequestTrace;
import dev.recap.web.tail.TopicTail;
import io.micrometer.tracing.TraceContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks for summaries through the log and finds the answers there. */
final class Summaries {

	/** Right after the start it is a matter of moments. */
	private static final Duration CONNECTING = Duration.ofSeconds(5);

	private final Publisher publisher;

	private final LogEnd logEnd;

	private final TopicTail tail;

	private final Waiting waiting;

	private final Clock clock;

	/**
	 * Asks for summaries.
	 * @param tail brings every answer to {@code waiting}
	 */
	Summaries(Publisher publisher, LogEnd logEnd, TopicTail tail, Waiting waiting, Clock clock) {
		this.publisher = publisher;
		this.logEnd = logEnd;
		this.tail = tail;
		this.waiting = waiting;
		this.clock = clock;
	}

	/**
	 * The request for what the log holds now.
	 * @param requester the user who asks; null for who may see every conversation
	 */
	Mono<SummaryRequest> request(SummarizeCall call, @Nullable String requester) {
		return this.logEnd.of(call.conversationId())
			.map((last) -> SummaryRequest.onDemand(call.conversationId(), call.type(), last.orElse(null),
					this.clock.instant()))
			.map((request) -> (requester != null) ? request.by(requester) : request);
	}

	/** The question whether a user takes part, as of what the log holds now. */
	Mono<SummaryRequest> check(String conversationId, String requester) {
		return this.logEnd.of(conversationId)
			.map((last) -> SummaryRequest.check(conversationId, requester, last.orElse(null), this.clock.instant()));
	}

	/** Asks, and completes when the request is in the log. */
	Mono<Void> ask(SummaryRequest request) {
		return Mono
			.deferContextual((subscriber) -> Mono.fromFuture(publish(request, RequestTrace.of(subscriber)), true))
			.then();
	}

	/** Asks and waits for the answer. */
	Mono<SummaryEvent> await(SummaryRequest request) {
		return Mono.fromFuture(this.tail::ready, true)
			.timeout(CONNECTING, Mono.error(Summaries::connecting))
			.then(Mono.deferContextual((subscriber) -> this.waiting.await(request.requestId(),
					() -> publish(request, RequestTrace.of(subscriber)))));
	}

	private static ApiException connecting() {
		return ApiException.unavailable("This service is still connecting to Kafka; ask again later",
				Duration.ofSeconds(2));
	}

	private CompletableFuture<?> publish(SummaryRequest request, @Nullable TraceContext cause) {
		return this.publisher.publish(Topic.SUMMARY_REQUESTS, request.conversationId().getBytes(StandardCharsets.UTF_8),
				List.of(Json.bytes(request)), cause);
	}

}
