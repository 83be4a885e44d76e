package dev.recap.query.store;

import org.bson.Document;

/**
 * A read of one collection that one of its indexes answers, in the order asked for.
 *
 * @param sort empty when the order does not matter
 */
public record IndexedQuery(String collection, Document filter, Document sort) {

	public static IndexedQuery unordered(String collection, Document filter) {
		return new IndexedQuery(collection, filter, new Document());
	}

}
