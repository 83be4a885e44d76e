package dev.recap.benchmarks.scenario;

import java.util.List;

import dev.recap.benchmarks.load.Crowd;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** What an open window and an idle socket take of the heap. */
final class Memory implements Scenario {

	private static final String GROUP = "recap-windows";

	private int round;

	@Override
	public String name() {
		return "memory";
	}

	@Override
	public String does() {
		return "live heap (after a full collection) before and after many windows, or sockets, are opened";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMost("heap per open window", "window bytes", 1024, "bytes"),
				Goal.atMost("heap per idle socket", "socket bytes", 20 * 1024, "bytes"));
	}

	@Override
	public int mostWarmUps() {
		return 1;
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(256);
		Child gateway = lab.gateway(256);
		Child worker = lab.worker(512, "--recap.worker.roles=window", "--recap.window.idle=2h",
				"--recap.window.max-age=3h");
		Backlog backlog = lab.keep(new Backlog(lab.bootstrapServers(), Backlog.TOPIC));
		Contender windows = new Contender("window", () -> open(worker, backlog, scale.of(2000, 100_000)));
		Contender sockets = new Contender("socket", () -> open(gateway, scale.of(200, 4000)));
		return List.of(windows, sockets);
	}

	private Figures open(Child worker, Backlog backlog, int count) throws InterruptedException {
		long heap = worker.liveHeap();
		long resident = worker.resident();
		backlog.write(count, "round-" + this.round++ + "-", count, "ann");
		backlog.awaitEnd(() -> backlog.committed(GROUP));
		return each(worker.liveHeap() - heap, worker.resident() - resident, count);
	}

	private static Figures open(Child gateway, int count) {
		long heap = gateway.liveHeap();
		long resident = gateway.resident();
		try (Crowd crowd = new Crowd(gateway.port(), "/ws/chats", count)) {
			return each(gateway.liveHeap() - heap, gateway.resident() - resident, crowd.size());
		}
	}

	private static Figures each(long heap, long resident, int count) {
		return Figures.of("bytes", Math.max(0, heap / (double) count), "resident",
				Math.max(0, resident / (double) count));
	}

}
