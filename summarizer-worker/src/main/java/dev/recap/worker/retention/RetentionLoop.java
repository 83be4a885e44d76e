package dev.recap.worker.retention;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import dev.recap.worker.background.BackgroundThread;
import dev.recap.worker.history.Leadership;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Sweeps now and then, on the one worker that leads. */
final class RetentionLoop extends BackgroundThread {

	private static final Logger log = LoggerFactory.getLogger(RetentionLoop.class);

	private static final int MOST_DOUBLINGS = 4;

	private final Steps steps;

	private final Leadership leadership;

	private final Duration interval;

	private volatile boolean away;

	private int doublings;

	/** Makes the steps of one look, given whether it may go on. */
	RetentionLoop(Steps steps, Leadership leadership, Duration interval) {
		super(Thread.ofPlatform().daemon().name("retention"));
		this.steps = steps;
		this.leadership = leadership;
		this.interval = interval;
	}

	/** What one look does. */
	interface Steps {

		void look(RetentionLoop loop);

	}

	/** Whether the bucket did not answer when it was last asked. */
	boolean away() {
		return this.away;
	}

	/** Whether this instance is to do it, and not about to stop. */
	boolean mayGoOn() {
		return isRunning() && this.leadership.leads();
	}

	@Override
	protected void run() {
		try {
			while (isRunning()) {
				TimeUnit.NANOSECONDS.sleep(this.interval.toNanos() << this.doublings);
				if (mayGoOn()) {
					this.away = false;
					this.steps.look(this);
					this.doublings = this.away ? Math.min(this.doublings + 1, MOST_DOUBLINGS) : 0;
				}
			}
		}
		catch (InterruptedException | InterruptException ex) {
			log.debug("Nothing is swept while the worker stops");
		}
	}

	/** Takes a step; what cannot be done now is done at a later look. */
	void step(String what, Runnable step) {
		try {
			step.run();
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (SdkException ex) {
			if (isRunning()) {
				this.away = true;
				log.warn("The archive bucket does not take what it should, so nothing is erased before it does "
						+ "({} waits): {}", what, ex.getMessage());
			}
		}
		catch (KafkaException | MongoException ex) {
			if (isRunning()) {
				log.warn("Retention could not {}, trying again later: {}", what, ex.getMessage());
			}
		}
		catch (RuntimeException ex) {
			if (isRunning()) {
				log.error("Retention could not {}, trying again later, after a failure nobody expected", what, ex);
			}
		}
	}

}
