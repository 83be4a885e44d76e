package dev.recap.worker.summary;

/**
 * What an engine made of a window.
 *
 * @param window the window's own summary
 * @param rolling the summary of the conversation so far
 */
public record WindowResult(EngineResult window, EngineResult rolling) {

}
