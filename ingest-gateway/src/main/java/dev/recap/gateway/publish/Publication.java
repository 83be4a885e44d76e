package dev.recap.gateway.publish;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.recap.schema.topic.Position;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The records of one request on their way; completes once, with the position of the last,
 * when every one is acknowledged or given up.
 */
final class Publication extends CompletableFuture<Position> implements Callback {

	private final Outcome outcome;

	private final AtomicInteger open;

	private int partition;

	private long offset;

	private volatile @Nullable Exception failure;

	Publication(int records, Outcome outcome) {
		this.open = new AtomicInteger(records);
		this.outcome = outcome;
	}

	/** Who is told how it ended, before those who wait for the position. */
	interface Outcome {

		/** Every record is in the log. */
		void delivered();

		/** At least one may not be; says what the client is told. */
		Throwable failed(Exception failure);

	}

	@Override
	public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception ex) {
		if (ex != null) {
			this.failure = ex;
		}
		else if (metadata != null) {
			// One key is one partition, whose acknowledgements come one after another.
			this.partition = metadata.partition();
			this.offset = Math.max(this.offset, metadata.offset());
		}
		finished(1);
	}

	/** Gives up the records that were not sent. */
	void abandon(int records, Exception ex) {
		this.failure = ex;
		finished(records);
	}

	private void finished(int records) {
		if (this.open.addAndGet(-records) > 0) {
			return;
		}
		Exception ex = this.failure;
		if (ex != null) {
			completeExceptionally(this.outcome.failed(ex));
		}
		else {
			this.outcome.delivered();
			complete(new Position(this.partition, this.offset));
		}
	}

}
