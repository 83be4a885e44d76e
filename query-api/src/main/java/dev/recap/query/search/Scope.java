package dev.recap.query.search;

import java.util.List;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Where something is searched for.
 *
 * @param conversations the ids of the conversations; null for all
 */
record Scope(@Nullable List<String> conversations) {

	static final Scope EVERYTHING = new Scope(null);

	/** Whether nothing can be found. */
	boolean isEmpty() {
		return this.conversations != null && this.conversations.isEmpty();
	}

	/** Adds to a filter which conversations it is about. */
	Document within(Document filter, String field) {
		return (this.conversations == null) ? filter : filter.append(field, (this.conversations.size() == 1)
				? this.conversations.getFirst() : new Document("$in", this.conversations));
	}

}
