package dev.recap.worker.summary;

import java.util.function.Predicate;

import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.topic.Position;
import dev.recap.worker.share.PoisonException;
import dev.recap.worker.share.ShareWorkers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;

/** Takes a request from the topic and has it served. */
final class RequestHandler implements ShareWorkers.Handler {

	private static final String TIMER = "recap.summary.requests";

	private final Summarizer summarizer;

	private final SummaryPublisher publisher;

	private final MeterRegistry metrics;

	private final Predicate<Position> inLog;

	/**
	 * Serves requests.
	 * @param inLog whether a position is there, so that it makes sense to wait for it
	 */
	RequestHandler(Summarizer summarizer, SummaryPublisher publisher, MeterRegistry metrics,
			Predicate<Position> inLog) {
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
