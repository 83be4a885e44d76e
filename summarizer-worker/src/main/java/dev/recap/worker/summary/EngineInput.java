package dev.recap.worker.summary;

import java.util.List;

import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.SummaryType;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is to summarize.
 *
 * @param type window, rolling, brief or detailed
 * @param previous the rolling summary that {@code messages} follow; null when they start
 * the conversation
 * @param messages the messages to summarize, oldest first, at least one
 */
public record EngineInput(String conversationId, SummaryType type, @Nullable ConversationSummary previous,
		List<MessageDocument> messages) {

	public EngineInput {
		messages = List.copyOf(messages);
	}

}
