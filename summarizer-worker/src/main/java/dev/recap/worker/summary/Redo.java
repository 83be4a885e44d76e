package dev.recap.worker.summary;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Now and then has the model make the summaries that the extractive engine made in its
 * stead.
 */
final class Redo implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(Redo.class);

	private final Summarizer summarizer;

	private final Duration interval;

	private volatile boolean running;

	private Thread thread = new Thread();

	Redo(Summarizer summarizer, Duration interval) {
		this.summarizer = summarizer;
		this.interval = interval;
	}

	@Override
	public void start() {
		this.running = true;
		this.thread = Thread.ofVirtual().name("summary-redo").start(this::run);
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

	private void run() {
		try {
			while (this.running) {
				TimeUnit.NANOSECONDS.sleep(this.interval.toNanos());
				round();
			}
		}
		catch (InterruptedException | StoppedException ex) {
			log.debug("No summary is made again while the worker stops");
		}
	}

	private void round() {
		try {
			this.summarizer.redo();
		}
		catch (StoppedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			log.warn("Summaries could not be made again: {}", ex.getMessage());
		}
	}

}
