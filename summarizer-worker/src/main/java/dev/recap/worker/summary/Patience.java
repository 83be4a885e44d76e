package dev.recap.worker.summary;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoWriteException;
import dev.recap.worker.background.StoppedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again, ever more slowly, while MongoDB or Kafka is away: releasing a request for
 * that would use up its deliveries.
 */
final class Patience {

	private static final Logger log = LoggerFactory.getLogger(Patience.class);

	private final Duration first;

	private final Duration longest;

	/**
	 * Waits between two limits.
	 * @param first the first wait; each is half as long again as the one before
	 * @param longest the longest wait
	 */
	Patience(Duration first, Duration longest) {
		this.first = first;
		this.longest = longest;
	}

	/** The result of a step, however long what it depends on is away. */
	<T> T keep(String what, Supplier<T> step) {
		for (Duration wait = this.first;; wait = longer(wait)) {
			try {
				return step.get();
			}
			catch (MongoInterruptedException | InterruptException ex) {
				throw new StoppedException(ex);
			}
			catch (MongoWriteException | RecordTooLargeException | SerializationException ex) {
				throw ex;
			}
			catch (MongoException | KafkaException ex) {
				log.warn("Could not {}, waiting: {}", what, ex.getMessage());
			}
			pause(wait);
		}
	}

	/** Waits until something holds. */
	void until(String what, BooleanSupplier condition) {
		for (Duration wait = this.first; !keep(what, condition::getAsBoolean); wait = longer(wait)) {
			pause(wait);
		}
	}

	private Duration longer(Duration wait) {
		Duration next = wait.multipliedBy(3).dividedBy(2);
		return (next.compareTo(this.longest) > 0) ? this.longest : next;
	}

	private static void pause(Duration wait) {
		try {
			TimeUnit.NANOSECONDS.sleep(wait.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoppedException(ex);
		}
	}

}
