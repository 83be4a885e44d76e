package dev.recap.worker.history;

import java.time.Instant;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;

/** An event and where it lies in the partition that is being applied. */
record Entry(ChatEvent event, long offset, Instant appendedAt) {

	boolean erases() {
		return this.event instanceof ConversationDeleted deleted && deleted.hard();
	}

}
