package dev.recap.worker.ledger;

import dev.recap.schema.summary.SummaryEvent.ItemEvent;

/** Whoever is told that items were found or changed, at least once each time. */
@FunctionalInterface
public interface ItemEvents {

	/** Told before it is stored, so that no change goes untold. */
	void tell(ItemEvent event);

}
