package dev.recap.query.item;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.summary.Highlight.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An action item or a decision as a resource.
 *
 * @param messageIds every message that speaks of it, the one that closed it too
 * @param closedBy the message that closed it; null while it is open, and when it was
 * closed by hand
 */
@JsonInclude
record Item(String itemId, String conversationId, Kind kind, String text, @Nullable String owner, @Nullable String due,
		ItemStatus status, List<String> messageIds, @Nullable String closedBy, Instant createdAt, Instant updatedAt) {

	static Item of(ItemDocument item) {
		return new Item(item.id(), item.conversationId(), item.kind(), item.text(), item.owner(), item.due(),
				item.status(), item.messageIds(), item.closedBy(), item.createdAt(), item.updatedAt());
	}

}
