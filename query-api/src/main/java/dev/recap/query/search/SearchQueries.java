package dev.recap.query.search;

import java.util.Date;

import dev.recap.query.store.IndexedQuery;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import org.bson.Document;

/** The queries that find candidates by one term. */
final class SearchQueries {

	private SearchQueries() {
	}

	/** Messages with a term, the newest first. */
	static IndexedQuery messages(SearchRequest asked, String term) {
		return new IndexedQuery(MessageDocument.COLLECTION, filter(asked, term), new Document("timestamp", -1));
	}

	/** Messages with a term, in no order. */
	static IndexedQuery countable(SearchRequest asked, String term) {
		return IndexedQuery.unordered(MessageDocument.COLLECTION, filter(asked, term));
	}

	private static Document filter(SearchRequest asked, String term) {
		Document filter = new Document("terms", term);
		if (asked.conversationId() != null) {
			filter.append("conversation_id", asked.conversationId());
		}
		Document period = new Document();
		if (asked.from() != null) {
			period.append("$gte", Date.from(asked.from()));
		}
		if (asked.to() != null) {
			period.append("$lte", Date.from(asked.to()));
		}
		return period.isEmpty() ? filter : filter.append("timestamp", period);
	}

	/** Conversations whose summary has a term. */
	static IndexedQuery summaries(String term) {
		return IndexedQuery.unordered(ConversationDocument.COLLECTION, new Document("summary_terms", term));
	}

}
