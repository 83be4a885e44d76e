package dev.recap.gateway.tail;

import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;

/** Somebody who follows summaries, as they are published. */
public interface SummaryListener {

	/** A summary was published. */
	void summarized(SummaryUpdated event);

	/** A conversation has no summary any more: it was erased. */
	void erased(String conversationId);

}
