package dev.recap.worker.summary;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

import com.mongodb.MongoException;
import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.worker.share.PoisonException;
import dev.recap.worker.share.ShareWorkers;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Takes a request from the topic, waits until it can be served, and serves it.
 *
 * <p>
 * While the archive is behind or the database away, the record is held: giving it back
 * would use up its deliveries.
 */
final class RequestHandler implements ShareWorkers.Handler {

	private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private final Summarizer summarizer;

	private final Locks locks = new Locks();

	RequestHandler(Summarizer summarizer) {
		this.summarizer = summarizer;
	}

	@Override
	public void handle(ConsumerRecord<byte[], byte[]> record, int delivery) throws InterruptedException {
		if (record.value() == null) {
			return;
		}
		SummaryRequest request = read(record.value());
		Duration pause = FIRST_PAUSE;
		while (!served(request)) {
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
			pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
		}
	}

	private boolean served(SummaryRequest request) throws InterruptedException {
		try {
			if (!this.summarizer.ready(request)) {
				return false;
			}
			// Two windows of one conversation build upon each other's rolling summary.
			Lock lock = this.locks.of(request.conversationId());
			lock.lockInterruptibly();
			try {
				this.summarizer.serve(request);
			}
			finally {
				lock.unlock();
			}
			return true;
		}
		catch (MongoException ex) {
			log.warn("MongoDB is away, request {} waits: {}", request.requestId(), ex.getMessage());
			return false;
		}
	}

	private static SummaryRequest read(byte[] value) {
		try {
			SummaryRequest request = Json.mapper().readValue(value, SummaryRequest.class);
			if (request == null || request.requestId() == null || request.conversationId() == null
					|| request.type() == null) {
				throw new PoisonException("The request lacks request_id, conversation_id or type");
			}
			return request;
		}
		catch (JacksonException ex) {
			throw new PoisonException("The request cannot be read: " + ex.getOriginalMessage());
		}
	}

}
