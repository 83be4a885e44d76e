package dev.recap.query.summaries;

import java.util.Date;
import java.util.List;

import dev.recap.query.store.IndexedQuery;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.SummaryDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The queries for a conversation's summaries, newest first. */
final class SummaryQueries {

	private SummaryQueries() {
	}

	/** All of them, or those that come after a cursor. */
	static IndexedQuery of(ConversationDocument conversation, @Nullable SummaryCursor cursor) {
		Document filter = new Document("conversation_id", conversation.id()).append("generation",
				conversation.generation());
		if (cursor != null) {
			Date generatedAt = Date.from(cursor.generatedAt());
			filter.append("generated_at", new Document("$lte", generatedAt))
				.append("$or",
						List.of(new Document("generated_at", new Document("$lt", generatedAt)),
								new Document("generated_at", generatedAt).append("_id",
										new Document("$lt", cursor.summaryId()))));
		}
		return new IndexedQuery(SummaryDocument.COLLECTION, filter, new Document("generated_at", -1).append("_id", -1));
	}

}
