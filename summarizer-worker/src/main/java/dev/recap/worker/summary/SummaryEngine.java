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
	 * Summarizes a window and the conversation so far; an engine whose calls cost money
	 * makes one call of it where it can.
	 * @throws EngineException when it could not; the caller falls back or tries again
	 */
	default WindowResult summarizeWindow(EngineInput window, EngineInput rolling) {
		EngineResult made = summarize(window);
		boolean same = rolling.previous() == null && rolling.messages().equals(window.messages());
		return new WindowResult(made, same ? made : summarize(rolling));
	}

}
