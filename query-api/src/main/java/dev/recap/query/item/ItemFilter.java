package dev.recap.query.item;

import java.util.Date;
import java.util.List;

import dev.recap.query.store.IndexedQuery;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.summary.Highlight.Kind;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Which items are asked for, newest first.
 *
 * @param field what has to have the value: owner or conversation
 * @param status null for all
 * @param kind null for both
 */
record ItemFilter(String field, String value, @Nullable ItemStatus status, @Nullable Kind kind) {

	static ItemFilter ofOwner(String user, @Nullable ItemStatus status, @Nullable Kind kind) {
		return new ItemFilter("owner", user, status, kind);
	}

	static ItemFilter ofConversation(String id, @Nullable ItemStatus status, @Nullable Kind kind) {
		return new ItemFilter("conversation_id", id, status, kind);
	}

	/** All of them, or those that come after a cursor. */
	IndexedQuery after(@Nullable ItemCursor cursor) {
		Document filter = new Document(this.field, this.value);
		if (this.status != null) {
			filter.append("status", this.status.json());
		}
		if (this.kind != null) {
			filter.append("kind", this.kind.json());
		}
		if (cursor != null) {
			Date createdAt = Date.from(cursor.createdAt());
			filter.append("created_at", new Document("$lte", createdAt))
				.append("$or", List.of(new Document("created_at", new Document("$lt", createdAt)),
						new Document("created_at", createdAt).append("_id", new Document("$lt", cursor.itemId()))));
		}
		return new IndexedQuery(ItemDocument.COLLECTION, filter, new Document("created_at", -1).append("_id", -1));
	}

}
