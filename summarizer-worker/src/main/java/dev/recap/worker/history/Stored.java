package dev.recap.worker.history;

import java.time.Instant;
import java.util.Date;

import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.RetentionFields;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as it was read.
 *
 * @param version counts the archiver's writes; a write that finds another has to be made
 * anew
 * @param marked whether some of its messages were erased and left marks
 * @param activeAt when something was last said, changed or restored; null when nothing is
 * left of it
 * @param session whether it began as a session
 */
record Stored(ConversationDocument conversation, long version, boolean marked, @Nullable Instant activeAt,
		boolean session) {

	/** Says that ids of erased messages have to be looked for. */
	static final String MARKED = "marked";

	static Stored of(Document document) {
		return new Stored(ConversationDocument.from(document),
				(document.get("version") instanceof Number number) ? number.longValue() : 0,
				Boolean.TRUE.equals(document.get(MARKED)), activeAt(document),
				Boolean.TRUE.equals(document.get(RetentionFields.IS_SESSION)));
	}

	private static @Nullable Instant activeAt(Document document) {
		return (document.get(RetentionFields.ACTIVE_AT) instanceof Date at) ? at.toInstant() : null;
	}

}
