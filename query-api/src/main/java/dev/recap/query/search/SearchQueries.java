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
	static IndexedQuery messages(SearchRequest asked, Scope scope, String term) {
		return new IndexedQuery(MessageDocument.COLLECTION, filter(asked, scope, term), new Document("timestamp", -1));
	}

	/** Messages with a term, in no order. */
	static IndexedQuery countable(SearchRequest asked, Scope scope, String term) {
		return IndexedQuery.unordered(MessageDocument.COLLECTION, filter(asked, scope, term));
	}

	private static Document filter(SearchRequest asked, Scope scope, String term) {
		Document filter = scope.within(new Document("terms", term), "conversation_id");
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
	static IndexedQuery summaries(Scope scope, String term) {
		return IndexedQuery.unordered(ConversationDocument.COLLECTION,
				scope.within(new Document("summary_terms", term), "_id"));
	}

}
