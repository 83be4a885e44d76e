package dev.recap.worker.summary;

import org.jspecify.annotations.Nullable;

/**
 * The engines there are.
 *
 * @param extractive needs nothing and always answers
 * @param model asks a language model; null where none is configured
 */
public record SummaryEngines(SummaryEngine extractive, @Nullable SummaryEngine model) {

}
