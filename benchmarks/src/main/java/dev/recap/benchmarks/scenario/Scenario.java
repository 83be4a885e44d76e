package dev.recap.benchmarks.scenario;

import java.util.List;

import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.table.Goal;

/** Something that is measured, with the goals it says something about. */
public interface Scenario {

	/** What {@code --only} calls it. */
	String name();

	/** What it does, in a line. */
	String does();

	List<Goal> goals();

	/**
	 * How often each contender is measured, at most, before it counts: until it is no
	 * faster than it was.
	 */
	default int mostWarmUps() {
		return 12;
	}

	/** Starts what it needs; the lab ends what it started. */
	List<Contender> start(Lab lab, Scale scale) throws Exception;

}
