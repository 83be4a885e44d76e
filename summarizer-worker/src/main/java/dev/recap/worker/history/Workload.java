package dev.recap.worker.history;

/** How busy the archiver of this instance is. */
@FunctionalInterface
public interface Workload {

	/** Which part of the last seconds it has worked, from 0 to 1. */
	double load();

}
