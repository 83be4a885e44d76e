package dev.recap.faults;

import java.util.List;

/** Makes things go wrong, and right again. */
final class FaultInjector {

	private final Cluster cluster;

	private final StubModel model;

	FaultInjector(Cluster cluster, StubModel model) {
		this.cluster = cluster;
		this.model = model;
	}

	/**
	 * Makes something go wrong.
	 * @return how to make it right again; done when the processes are there again
	 */
	Runnable inject(Fault fault) throws InterruptedException {
		int target = fault.target();
		return switch (fault.kind()) {
			case KILL_GATEWAY -> kill(List.of(this.cluster.gateways().get(target % 2)));
			case KILL_WORKER -> kill(List.of(this.cluster.workers().get(target % 2)));
			case KILL_QUERY -> kill(List.of(this.cluster.query()));
			case KILL_BROKER -> kill(List.of(this.cluster.brokers().get(target % 3)));
			case LOSE_LEADER -> kill(List.of(this.cluster.leader(Workload.TOPIC, target)));
			case MONGO_AWAY -> kill(List.of(this.cluster.mongo()));
			case KAFKA_AWAY -> kill(this.cluster.brokers());
			case STALL_GATEWAY -> stall(this.cluster.gateways().get(target % 2));
			case STALL_WORKER -> stall(this.cluster.workers().get(target % 2));
			case STALL_QUERY -> stall(this.cluster.query());
			case STALL_BROKER -> stall(this.cluster.brokers().get(target % 3));
			case STALL_MONGO -> stall(this.cluster.mongo());
			case MODEL_ERRORS -> spoil(StubModel.Mood.ERRORS);
			case MODEL_HANGS -> spoil(StubModel.Mood.HANGS);
			case MODEL_GARBAGE -> spoil(StubModel.Mood.GARBAGE);
		};
	}

	private static Runnable kill(List<Member> members) {
		members.forEach(Member::kill);
		return () -> {
			members.forEach(Member::start);
			members.forEach(Member::awaitReady);
		};
	}

	private static Runnable stall(Member member) {
		member.pause();
		return member::resume;
	}

	private Runnable spoil(StubModel.Mood mood) {
		this.model.mood(mood);
		return () -> this.model.mood(StubModel.Mood.GOOD);
	}

}
