package dev.recap.worker.background;

import java.util.concurrent.TimeUnit;

import org.springframework.context.SmartLifecycle;

/** A thread that runs with the application. */
public abstract class BackgroundThread implements SmartLifecycle {

	private final Thread.Builder builder;

	private volatile boolean running;

	private Thread thread = new Thread();

	/** One that does not run yet. */
	protected BackgroundThread(Thread.Builder builder) {
		this.builder = builder;
	}

	/** Goes on until it is told to end, or {@link #isRunning} says no. */
	protected abstract void run();

	/** Tells the thread to end; by an interrupt, unless it must be told otherwise. */
	protected void end(Thread running) throws InterruptedException {
		running.interrupt();
	}

	/** Whether the thread is where it should be. */
	protected final boolean runsAsItShould() {
		return !this.running || this.thread.isAlive();
	}

	/** Waits a second before something is tried again; an interrupt ends the thread. */
	protected final void pause() {
		try {
			TimeUnit.SECONDS.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.running = false;
		}
	}

	@Override
	public void start() {
		this.running = true;
		this.thread = this.builder.start(this::run);
	}

	@Override
	public void stop() {
		if (!this.running) {
			return;
		}
		this.running = false;
		try {
			end(this.thread);
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
