package dev.recap.worker.summary;

import java.util.function.Predicate;

import dev.recap.observe.Traces;
import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.topic.Position;
import dev.recap.worker.background.StoppedException;
import dev.recap.worker.share.PoisonException;
import dev.recap.worker.share.ShareWorkers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.MDC;
import tools.jackson.core.JacksonException;

/** Takes a request from the topic and has it served. */
final class RequestHandler implements ShareWorkers.Handler {

	private static final String TIMER = "recap.summary.requests";

	private final Summarizer summarizer;

	private final SummaryPublisher publisher;

	private final MeterRegistry metrics;

	private final Predicate<Position> inLog;

	private final Traces traces;

	/**
	 * Serves requests.
	 * @param inLog whether a position is there, so that it makes sense to wait for it
	 */
	RequestHandler(Summarizer summarizer, SummaryPublisher publisher, MeterRegistry metrics,
			Predicate<Position> inLog) {
		this(summarizer, publisher, metrics, inLog, Traces.OFF);
	}

	RequestHandler(Summarizer summarizer, SummaryPublisher publisher, MeterRegistry metrics, Predicate<Position> inLog,
			Traces traces) {
		this.traces = traces;
		this.inLog = inLog;
		this.summarizer = summarizer;
		this.publisher = publisher;
		this.metrics = metrics;
	}

	@Override
	public void handle(ConsumerRecord<byte[], byte[]> record, int delivery) throws InterruptedException {
		if (record.value() == null) {
			return;
		}
		SummaryRequest request = read(record.value());
		MDC.put("conversation_id", request.conversationId());
		MDC.put("request_id", request.requestId());
		try (Traces.Work work = this.traces.work("summarize", Span.Kind.CONSUMER, this.traces.of(record.headers()))) {
			work.tag("messaging.destination.name", record.topic())
				.tag("recap.type", request.type().json())
				.tag("recap.trigger", String.valueOf(request.trigger()));
			serve(request);
		}
		finally {
			MDC.remove("conversation_id");
			MDC.remove("request_id");
		}
	}

	private void serve(SummaryRequest request) throws InterruptedException {
		if (request.last() != null && !inLog(request.last())) {
			throw new PoisonException("The log has no position " + request.last());
		}
		Timer.Sample sample = Timer.start(this.metrics);
		try {
			Summarizer.Outcome outcome = this.summarizer.serve(request);
			sample.stop(this.metrics.timer(TIMER, "type", request.type().json(), "outcome", outcome.json()));
		}
		catch (StoppedException ex) {
			throw interrupted(ex);
		}
		catch (RuntimeException ex) {
			// The same input gives the same failure, so another delivery would not help.
			this.publisher.failed(request.requestId(), request.conversationId(), "unavailable",
					"No summary could be made");
			throw new PoisonException("Request " + request.requestId() + " cannot be served: " + ex);
		}
	}

	private boolean inLog(Position position) throws InterruptedException {
		try {
			return this.inLog.test(position);
		}
		catch (StoppedException ex) {
			throw interrupted(ex);
		}
	}

	private static InterruptedException interrupted(StoppedException cause) {
		InterruptedException interrupted = new InterruptedException();
		interrupted.initCause(cause);
		return interrupted;
	}

	private static SummaryRequest read(byte[] value) {
		try {
			SummaryRequest request = Json.mapper().readValue(value, SummaryRequest.class);
			if (!complete(request)) {
				throw new PoisonException("The request lacks request_id, conversation_id, type or a window's bounds");
			}
			return request;
		}
		catch (JacksonException ex) {
			throw new PoisonException("The request cannot be read: " + ex.getOriginalMessage());
		}
	}

	private static boolean complete(SummaryRequest request) {
		return request != null && request.requestId() != null && request.conversationId() != null
				&& request.type() != null
				&& (request.type() != SummaryType.WINDOW || (request.first() != null && request.last() != null));
	}

}
