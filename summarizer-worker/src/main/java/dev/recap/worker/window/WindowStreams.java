package dev.recap.worker.window;

import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the Streams app with the application. */
final class WindowStreams implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(WindowStreams.class);

	private static final long PAUSE_SECONDS = 1;

	private final Topology topology;

	private final Properties properties;

	private final ChangelogPartitions changelogs;

	private final MeterRegistry registry;

	private final WindowSettings settings;

	private volatile @Nullable Run run;

	WindowStreams(Topology topology, Properties properties, ChangelogPartitions changelogs, MeterRegistry registry,
			WindowSettings settings) {
		this.topology = topology;
		this.properties = properties;
		this.changelogs = changelogs;
		this.registry = registry;
		this.settings = settings;
	}

	@Override
	public void start() {
		growChangelogs();
		KafkaStreams streams = new KafkaStreams(this.topology, this.properties);
		Run started = new Run(streams, new KafkaStreamsMetrics(streams), new CountDownLatch(1), new CountDownLatch(1));
		streams.setUncaughtExceptionHandler((failure) -> recover(failure, started));
		streams.setStateListener((now, before) -> {
			if (now == State.RUNNING) {
				started.ready().countDown();
			}
		});
		started.metrics().bindTo(this.registry);
		this.run = started;
		streams.start();
	}

	/**
	 * A failed thread's transaction is aborted and its records wait for the next thread.
	 * Missing partitions of changelogs are one cause, which is removed here.
	 */
	private StreamThreadExceptionResponse recover(Throwable failure, Run run) {
		log.error("A stream thread failed; another takes its place", failure);
		pause(run);
		growChangelogs();
		return StreamThreadExceptionResponse.REPLACE_THREAD;
	}

	private static void pause(Run run) {
		try {
			if (run.stopping().await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
				log.debug("Stopping");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void growChangelogs() {
		try {
			this.changelogs.followSource();
		}
		catch (RuntimeException ex) {
			log.warn("The changelogs' partitions could not be checked: {}", ex.getMessage());
		}
	}

	@Override
	public void stop() {
		Run stopped = this.run;
		this.run = null;
		if (stopped != null) {
			stopped.stopping().countDown();
			// Without leaving, the next start waits until this member's session ends.
			stopped.streams()
				.close(CloseOptions.timeout(this.settings.stopTimeout())
					.withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
			stopped.metrics().close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.run != null;
	}

	/** The state of Kafka Streams; null when it was not started or was stopped. */
	@Nullable State state() {
		Run current = this.run;
		return (current != null) ? current.streams().state() : null;
	}

	/** Whether it has ever run since it was started. */
	boolean wasReady() {
		Run current = this.run;
		return current != null && current.ready().getCount() == 0;
	}

	/** One start of Kafka Streams, whose instances can't be started twice. */
	private record Run(KafkaStreams streams, KafkaStreamsMetrics metrics, CountDownLatch ready,
			CountDownLatch stopping) {
	}

}
