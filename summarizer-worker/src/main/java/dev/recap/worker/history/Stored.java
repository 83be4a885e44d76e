package dev.recap.worker.history;

import dev.recap.schema.store.ConversationDocument;
import org.bson.Document;

/**
 * A conversation as it was read.
 *
 * @param version counts the archiver's writes; a write that finds another has to be made
 * anew
 */
record Stored(ConversationDocument conversation, long version) {

	static Stored of(Document document) {
		return new Stored(ConversationDocument.from(document),
				(document.get("version") instanceof Number number) ? number.longValue() : 0);
	}

}
