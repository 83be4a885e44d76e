package dev.recap.worker.trim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import dev.recap.worker.history.Leadership;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Trims now and then, on the one worker that leads. */
final class TrimLoop implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(TrimLoop.class);

	private final Trimmer trimmer;

	private final Log log;

	private final Leadership leadership;

	private final Duration interval;

	private volatile boolean running;

	private Thread thread = new Thread();

	TrimLoop(Trimmer trimmer, Log log, Leadership leadership, Duration interval) {
		this.trimmer = trimmer;
		this.log = log;
		this.leadership = leadership;
		this.interval = interval;
	}

	@Override
	public void start() {
		this.running = true;
		this.thread = Thread.ofPlatform().daemon().name("trim").start(this::run);
	}

	@Override
	public void stop() {
		this.running = false;
		this.thread.interrupt();
		try {
			this.thread.join(TimeUnit.SECONDS.toMillis(5));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Called when the context closes, after the loop has stopped. */
	void close() {
		this.log.close();
	}

	private void run() {
		try {
			while (this.running) {
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
			if (this.running) {
				logger.warn("The log could not be trimmed, trying again in {} s: {}", this.interval.toSeconds(),
						ex.getMessage());
			}
		}
	}

}
