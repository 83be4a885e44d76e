package dev.recap.worker.assistant;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import dev.recap.observe.Traces;
import dev.recap.schema.Json;
import dev.recap.schema.reply.ReplyRequest;
import dev.recap.worker.share.PoisonException;
import dev.recap.worker.share.ShareWorkers;
import io.micrometer.tracing.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.core.JacksonException;

/** Takes a request from the topic, waits until its message is archived, and answers. */
final class ReplyHandler implements ShareWorkers.Handler {

	private static final Logger log = LoggerFactory.getLogger(ReplyHandler.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(2);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

	private final Assistant assistant;

	private final Traces traces;

	ReplyHandler(Assistant assistant, Traces traces) {
		this.traces = traces;
		this.assistant = assistant;
	}

	@Override
	public void handle(ConsumerRecord<byte[], byte[]> record, int delivery) throws InterruptedException {
		if (record.value() == null) {
			return;
		}
		ReplyRequest request = read(record.value());
		MDC.put("conversation_id", request.conversationId());
		MDC.put("request_id", request.requestId());
		try (Traces.Work work = this.traces.work("reply", Span.Kind.CONSUMER, this.traces.of(record.headers()))) {
			work.tag("messaging.destination.name", record.topic());
			answer(request, delivery);
		}
		finally {
			MDC.remove("conversation_id");
			MDC.remove("request_id");
		}
	}

	private void answer(ReplyRequest request, int delivery) throws InterruptedException {
		Duration pause = FIRST_PAUSE;
		while (!answered(request, delivery)) {
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
			pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
		}
	}

	private boolean answered(ReplyRequest request, int delivery) throws InterruptedException {
		try {
			if (!this.assistant.ready(request)) {
				return false;
			}
			this.assistant.answer(request, delivery);
			return true;
		}
		catch (MongoException ex) {
			log.warn("MongoDB is away, request {} waits: {}", request.requestId(), ex.getMessage());
			return false;
		}
	}

	private static ReplyRequest read(byte[] value) {
		try {
			ReplyRequest request = Json.mapper().readValue(value, ReplyRequest.class);
			if (request == null || request.requestId() == null || request.conversationId() == null
					|| request.messageId() == null || request.position() == null || request.expiresAt() == null) {
				throw new PoisonException(
						"The request lacks request_id, conversation_id, message_id, position or expires_at");
			}
			return request;
		}
		catch (JacksonException ex) {
			throw new PoisonException("The request cannot be read: " + ex.getOriginalMessage());
		}
	}

}
