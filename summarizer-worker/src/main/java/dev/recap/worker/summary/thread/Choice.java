package dev.recap.worker.summary.thread;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A message, and the ones it may go on from, to learn from. */
public record Choice(String messageId, List<Option> options) {

	/**
	 * What the message may go on from.
	 *
	 * @param parentId null where the message would start a thread
	 * @param score how much speaks for it, as weighed now
	 */
	public record Option(@Nullable String parentId, Map<String, Double> traits, double score) {
	}

}
