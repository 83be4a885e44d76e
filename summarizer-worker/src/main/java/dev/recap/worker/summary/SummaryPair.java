package dev.recap.worker.summary;

/** A window's summary and that of the conversation so far, which the window ends. */
public record SummaryPair(EngineResult window, EngineResult rolling) {

}
