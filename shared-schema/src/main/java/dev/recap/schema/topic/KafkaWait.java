package dev.recap.schema.topic;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what Kafka's clients promise, and throws what it failed with. */
public final class KafkaWait {

	private KafkaWait() {
	}

	/**
	 * Waits as long as the client itself does.
	 * @throws KafkaException when it failed
	 * @throws InterruptException when the thread is to end
	 */
	public static <T> T await(Future<T> promised) {
		try {
			return promised.get();
		}
		catch (ExecutionException ex) {
			throw failure(ex);
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

	/**
	 * Waits no longer than that.
	 * @throws KafkaException when it failed or took longer
	 * @throws InterruptException when the thread is to end
	 */
	public static <T> T await(Future<T> promised, Duration atMost) {
		try {
			return promised.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw failure(ex);
		}
		catch (TimeoutException ex) {
			throw new KafkaException("Kafka does not answer", ex);
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

	private static KafkaException failure(ExecutionException failed) {
		return (failed.getCause() instanceof KafkaException cause) ? cause : new KafkaException(failed.getCause());
	}

}
