package dev.recap.gateway.tail;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.topic.Position;

/** Somebody who follows what happens to conversations, as it happens. */
public interface EventListener {

	/** Whether there is any conversation whose events are wanted. */
	boolean following();

	/** Whether a conversation's events are wanted; called for every record. */
	boolean follows(String conversationId);

	/** An event of a conversation that is followed, in the log's order. */
	void happened(ChatEvent event, Position position);

}
