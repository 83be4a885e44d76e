package dev.recap.worker.history;

import dev.recap.schema.store.ConversationDocument;
import org.bson.Document;

/**
 * A conversation as it was read.
 *
 * @param version counts the archiver's writes; a write that finds another has to be made
 * anew
 * @param marked whether some of its messages were erased and left marks
 */
record Stored(ConversationDocument conversation, long version, boolean marked) {

	/** Says that ids of erased messages have to be looked for. */
	static final String MARKED = "marked";

	static Stored of(Document document) {
		return new Stored(ConversationDocument.from(document),
				(document.get("version") instanceof Number number) ? number.longValue() : 0,
				Boolean.TRUE.equals(document.get(MARKED)));
	}

}
