package dev.recap.query.conversation;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as a resource.
 *
 * @param userId the owner
 * @param summary the text of the latest rolling summary; null when there is none
 * @param totalTokens what models read and wrote for it
 * @param totalCost in the currency of the price list
 * @param status {@code active} or {@code ended}
 */
@JsonInclude
record Resource(String id, @Nullable String userId, Instant createdAt, Instant updatedAt, long messageCount,
		@Nullable String title, @Nullable String summary, long totalTokens, double totalCost,
		Map<String, Object> metadata, String status) {

	static Resource of(ConversationDocument conversation) {
		Usage usage = (conversation.usage() != null) ? conversation.usage() : new Usage(0, 0, 0);
		return new Resource(conversation.id(), conversation.userId(), conversation.createdAt(),
				conversation.updatedAt(), conversation.messageCount(), conversation.shownTitle(),
				(conversation.summary() != null) ? conversation.summary().summary() : null,
				usage.inputTokens() + usage.outputTokens(), usage.cost(), conversation.metadata(),
				conversation.status().json());
	}

}
