package dev.recap.worker.summary;

/**
 * Makes a summary of messages; the two implementations are told apart by configuration
 * only.
 */
public interface SummaryEngine {

	/** Its name in every result: {@code extractive} or {@code llm}. */
	String name();

	/**
	 * Summarizes; the same input gives the same result where the engine is deterministic.
	 * @throws EngineException when it could not; the caller falls back or tries again
	 */
	EngineResult summarize(EngineInput input);

	/**
	 * Summarizes a window and brings the rolling summary up to date; an engine that pays
	 * per call does both in one.
	 * @param window the window's messages
	 * @param rolling the previous rolling summary and every message since
	 * @throws EngineException when it could not; the caller falls back or tries again
	 */
	default SummaryPair summarize(EngineInput window, EngineInput rolling) {
		return new SummaryPair(summarize(window), summarize(rolling));
	}

}
