package dev.recap.worker.summary;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.recap.worker.background.BackgroundThread;
import dev.recap.worker.background.StoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Now and then has the model make the summaries that the extractive engine made in its
 * stead.
 */
final class Redo extends BackgroundThread {

	private static final Logger log = LoggerFactory.getLogger(Redo.class);

	private final Summarizer summarizer;

	private final Duration interval;

	Redo(Summarizer summarizer, Duration interval) {
		super(Thread.ofVirtual().name("summary-redo"));
		this.summarizer = summarizer;
		this.interval = interval;
	}

	@Override
	protected void run() {
		try {
			while (isRunning()) {
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
