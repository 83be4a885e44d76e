package dev.recap.worker.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.recap.observe.Vital;
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
final class WindowStreams implements SmartLifecycle, Vital {

	private static final Logger log = LoggerFactory.getLogger(WindowStreams.class);

	private static final long PAUSE_SECONDS = 1;

	private final Topology topology;

	private final Properties properties;

	private final ChangelogPartitions changelogs;

	private final MeterRegistry registry;

	private final WindowSettings settings;

	private volatile @Nullable Run run;

	/** Since when it has been in its state. */
	private volatile Instant since = Instant.MIN;

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
		KafkaStreams streams = new SafelyMeasured(this.topology, this.properties);
		Run started = new Run(streams, new KafkaStreamsMetrics(streams), new CountDownLatch(1), new CountDownLatch(1));
		streams.setUncaughtExceptionHandler((failure) -> recover(failure, started));
		streams.setStateListener((now, before) -> {
			this.since = Instant.now();
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

	/** For how long it has been in its state. */
	Duration inState() {
		return Duration.between(this.since, Instant.now());
	}

	@Override
	public String vitalName() {
		return "windows";
	}

	/**
	 * Streams replaces threads that fail; what it gives up for good, only a restart
	 * mends.
	 */
	@Override
	public boolean alive() {
		State state = state();
		return state != State.ERROR && state != State.PENDING_ERROR;
	}

	/** How many records of the log it has yet to read, as its consumers know. */
	long lag() {
		Run current = this.run;
		if (current == null) {
			return 0;
		}
		return current.streams()
			.metrics()
			.entrySet()
			.stream()
			.filter((metric) -> metric.getKey().name().equals("records-lag")
					&& metric.getKey().tags().getOrDefault("client-id", "").endsWith("-consumer")
					&& !metric.getKey().tags().getOrDefault("client-id", "").endsWith("restore-consumer"))
			.map((metric) -> metric.getValue().metricValue())
			.mapToLong((lag) -> (lag instanceof Double value && value > 0) ? value.longValue() : 0)
			.sum();
	}

	/** One start of Kafka Streams, whose instances can't be started twice. */
	private record Run(KafkaStreams streams, KafkaStreamsMetrics metrics, CountDownLatch ready,
			CountDownLatch stopping) {
	}

}
