package dev.recap.benchmarks.round;

/** One of the things that are compared. */
public record Contender(String name, Measurement measurement) {

	/** Measures once. */
	@FunctionalInterface
	public interface Measurement {

		Figures measure() throws Exception;

	}

}
