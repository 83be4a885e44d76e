package dev.recap.gateway.ingest;

import java.util.List;

import dev.recap.schema.event.ChatEvent.MessagePosted;

/**
 * What one body says, checked and complete: messages of one conversation, no id twice.
 */
record Submission(String conversationId, List<MessagePosted> messages) {

}
