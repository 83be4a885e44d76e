package dev.recap.worker.history;

/** Whether this instance does what only one of all workers needs to do. */
@FunctionalInterface
public interface Leadership {

	/**
	 * True for the instance that archives the log's first partition. For a moment two may
	 * think so, and what they do has to bear that.
	 */
	boolean leads();

}
