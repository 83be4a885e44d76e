package dev.recap.worker.history;

import java.time.Instant;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import org.jspecify.annotations.Nullable;

/** An event and where it lies in the log. */
record Entry(ChatEvent event, int partition, long offset, Instant appendedAt) {

	boolean erases() {
		return this.event instanceof ConversationDeleted deleted && deleted.hard();
	}

	/** Whether it erases what nobody asked to be erased, but whose time has run out. */
	boolean expires() {
		return this.event instanceof ConversationDeleted deleted && deleted.hard() && deleted.idleSince() != null;
	}

	/** Whether a conversation that was last touched then has been left alone since. */
	boolean findsIdle(@Nullable Instant activeAt) {
		return this.event instanceof ConversationDeleted deleted && deleted.idleSince() != null && activeAt != null
				&& !activeAt.isAfter(deleted.idleSince());
	}

	/** Whether its conversation is kept longer for it. */
	boolean touches() {
		return this.event instanceof MessagePosted || this.event instanceof ConversationUpdated
				|| this.event instanceof ConversationRestored;
	}

}
