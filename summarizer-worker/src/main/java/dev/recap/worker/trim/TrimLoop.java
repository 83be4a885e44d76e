package dev.recap.worker.trim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import dev.recap.worker.background.BackgroundThread;
import dev.recap.worker.history.Leadership;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trims now and then, on the one worker that leads. */
final class TrimLoop extends BackgroundThread {

	private static final Logger logger = LoggerFactory.getLogger(TrimLoop.class);

	private final Trimmer trimmer;

	private final Log log;

	private final Leadership leadership;

	private final Duration interval;

	TrimLoop(Trimmer trimmer, Log log, Leadership leadership, Duration interval) {
		super(Thread.ofPlatform().daemon().name("trim"));
		this.trimmer = trimmer;
		this.log = log;
		this.leadership = leadership;
		this.interval = interval;
	}

	/** Called when the context closes, after the loop has stopped. */
	void close() {
		this.log.close();
	}

	@Override
	protected void run() {
		try {
			while (isRunning()) {
				TimeUnit.NANOSECONDS.sleep(this.interval.toNanos());
				if (this.leadership.leads()) {
					look();
				}
			}
		}
		catch (InterruptedException | InterruptException ex) {
			logger.debug("Nothing is trimmed while the worker stops");
		}
	}

	private void look() {
		try {
			this.trimmer.look();
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (KafkaException | MongoException ex) {
			if (isRunning()) {
				logger.warn("The log could not be trimmed, trying again in {} s: {}", this.interval.toSeconds(),
						ex.getMessage());
			}
		}
	}

}
