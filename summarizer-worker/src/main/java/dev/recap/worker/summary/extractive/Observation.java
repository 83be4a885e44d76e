package dev.recap.worker.summary.extractive;

import java.util.List;
import java.util.Map;

import dev.recap.schema.summary.Highlight.Kind;

/**
 * Something that may become a highlight of a kind, as the engine sees it; what weights
 * are learned from.
 *
 * @param text what it would read
 * @param messageIds the messages it would cite
 * @param traits what can be seen of it, by name
 */
public record Observation(Kind kind, String text, List<String> messageIds, Map<String, Double> traits) {

}
