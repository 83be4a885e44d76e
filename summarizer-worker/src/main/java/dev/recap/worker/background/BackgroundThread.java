package dev.recap.worker.background;

import java.util.concurrent.TimeUnit;

import org.springframework.context.SmartLifecycle;

/** A thread that runs with the application, and is told by an interrupt to end. */
public abstract class BackgroundThread implements SmartLifecycle {

	private final Thread.Builder builder;

	private volatile boolean running;

	private Thread thread = new Thread();

	/** One that does not run yet. */
	protected BackgroundThread(Thread.Builder builder) {
		this.builder = builder;
	}

	/** Goes on until it is interrupted, or {@link #isRunning} says no. */
	protected abstract void run();

	@Override
	public void start() {
		this.running = true;
		this.thread = this.builder.start(this::run);
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

}
