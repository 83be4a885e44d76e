package dev.recap.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import org.apache.kafka.common.KafkaException;

/** A cluster under load to which things happen, and what is found afterwards. */
final class FaultRun implements AutoCloseable {

	private static final Duration RECOVERY = Duration.ofSeconds(150);

	private static final int CONVERSATIONS = 60;

	private final Report report;

	private final long seed;

	private final StubModel model;

	private final Cluster cluster;

	private final Accepted accepted = new Accepted();

	private final Workload workload;

	private final Crashes crashes = new Crashes();

	/**
	 * A run that has not begun.
	 * @param folder where its data lies; what its processes print goes to {@code target}
	 */
	FaultRun(long seed, Path folder) throws IOException {
		this.seed = seed;
		this.report = new Report(seed);
		this.model = new StubModel();
		this.cluster = new Cluster(folder, Path.of("target", "faults-" + seed).toAbsolutePath(), this.model.url());
		this.workload = new Workload(this.cluster, this.accepted, CONVERSATIONS);
	}

	long seed() {
		return this.seed;
	}

	Report report() {
		return this.report;
	}

	Cluster cluster() {
		return this.cluster;
	}

	StubModel model() {
		return this.model;
	}

	Accepted accepted() {
		return this.accepted;
	}

	Workload workload() {
		return this.workload;
	}

	/** Starts everything, with messages in the log before anybody works on them. */
	void start(int backlog) {
		Instant begin = Instant.now();
		this.cluster.startServers();
		this.cluster.startGateways();
		if (backlog > 0) {
			this.workload.backlog(backlog);
			this.report.line("backlog of %d messages at start", backlog);
		}
		this.cluster.startRest();
		this.report.line("%d processes started in %s", this.cluster.all().size(),
				Report.seconds(Duration.between(begin, Instant.now())));
	}

	void load(int clients) {
		this.workload.start(this.seed, clients);
	}

	/** Lets the load run undisturbed. */
	void undisturbed(Duration time) throws InterruptedException {
		Instant begin = Instant.now();
		TimeUnit.NANOSECONDS.sleep(time.toNanos());
		this.report.line("undisturbed: %.0f messages/s acknowledged", this.accepted.rate(begin, Instant.now()));
	}

	/**
	 * Has it happen, one after the other while there is time, and measures each recovery.
	 */
	void suffer(List<Fault> faults, Duration time) throws InterruptedException {
		FaultInjector injector = new FaultInjector(this.cluster, this.model);
		Instant limit = Instant.now().plus(time);
		for (Fault fault : faults) {
			if (Instant.now().isBefore(limit)) {
				suffer(injector, fault);
			}
		}
	}

	private void suffer(FaultInjector injector, Fault fault) throws InterruptedException {
		Instant broken = Instant.now();
		Runnable heal = injector.inject(fault);
		TimeUnit.NANOSECONDS.sleep(fault.hold().toNanos());
		double during = this.accepted.rate(broken, Instant.now());
		Instant mended = Instant.now();
		heal.run();
		if (!fault.kind().ofModel()) {
			this.crashes.add(broken, Instant.now());
		}
		Duration ready = Duration.between(mended, Instant.now());
		boolean recovered = recovered();
		Duration recovery = Duration.between(mended, Instant.now());
		this.report.line(
				"%tT %-32s %3.0f messages/s meanwhile, processes ready after %s, all accepted visible after %s",
				broken.atZone(ZoneId.systemDefault()), fault.describe(), during, Report.seconds(ready),
				Report.seconds(recovery));
		if (!recovered) {
			this.report.violations(List.of(new Violation(2, "not everything is visible " + Report.seconds(recovery)
					+ " after " + fault.describe() + ": " + behind())));
		}
	}

	/**
	 * Waits until everything accepted until now is visible, and tells how long it took.
	 */
	void recovered(String what) throws InterruptedException {
		Instant begin = Instant.now();
		boolean recovered = recovered();
		this.report.line("%s visible after %s: %s", what, Report.seconds(Duration.between(begin, Instant.now())),
				recovered);
	}

	private boolean recovered() throws InterruptedException {
		Instant limit = Instant.now().plus(RECOVERY);
		Map<Integer, Long> ends = new Log(this.cluster.bootstrapServers()).ends(Workload.TOPIC);
		while (Instant.now().isBefore(limit)) {
			if (reached(progress(), ends)) {
				return true;
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		return false;
	}

	private static boolean reached(Map<Integer, Long> progress, Map<Integer, Long> ends) {
		return ends.entrySet()
			.stream()
			.allMatch((end) -> end.getValue() == 0 || progress.getOrDefault(end.getKey(), 0L) >= end.getValue());
	}

	private Map<Integer, Long> progress() {
		try (Stored stored = new Stored(this.cluster.mongoUri())) {
			return stored.progress();
		}
		catch (MongoException ex) {
			return Map.of();
		}
	}

	private String behind() {
		return "log " + new Log(this.cluster.bootstrapServers()).ends(Workload.TOPIC) + ", applied " + progress();
	}

	/** Ends the load, lets everything settle, and compares. */
	void check(Duration patience) throws InterruptedException {
		this.workload.stop();
		settle(patience);
		figures();
	}

	/** Lets everything settle, and compares. */
	void settle(Duration patience) throws InterruptedException {
		Instant begin = Instant.now();
		Collection<Violation> violations = look();
		while (!violations.isEmpty() && Instant.now().isBefore(begin.plus(patience))) {
			this.report.line("%s after the load: %d not settled, such as %s",
					Report.seconds(Duration.between(begin, Instant.now())), violations.size(),
					violations.iterator().next().what().lines().findFirst().orElse(""));
			TimeUnit.SECONDS.sleep(2);
			violations = look();
		}
		this.report.violations(violations);
		this.report.line("settled %s after the end of the load",
				Report.seconds(Duration.between(begin, Instant.now())));
	}

	/** What is wrong now. */
	Collection<Violation> look() throws InterruptedException {
		try {
			return new InvariantCheck(this.cluster, this.accepted, this.model).violations(this.crashes);
		}
		catch (MongoException | KafkaException ex) {
			return List.of(new Violation(2, "cannot be looked at: " + ex));
		}
	}

	private void figures() {
		this.report.line("acknowledged: %d messages, %d changes, %d answers; the model was asked %d times",
				this.accepted.messages().size(), this.accepted.changes().size(), this.accepted.replies().size(),
				this.model.asked());
		this.report.line("questions answered more than once: %d of %d",
				this.model.answered().values().stream().filter((calls) -> calls.size() > 1).count(),
				this.model.answered().size());
		this.report.line("slowest 503 of POST /chats: %s", Report.seconds(this.accepted.slowestRefusal()));
		new TreeMap<>(this.accepted.outcomes())
			.forEach((what, times) -> this.report.line("  %-32s %d", what, times.sum()));
	}

	@Override
	public void close() {
		this.workload.close();
		this.cluster.close();
		this.model.close();
		System.out.println(this.report.text());
	}

}
