package dev.recap.worker.summary;

import java.util.Map;

import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.SummaryType;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the summarizer sees it.
 *
 * @param answers the ids of the latest summaries made on demand, by type
 */
record Conversation(ConversationDocument document, Map<?, ?> answers) {

	static final String ANSWERS = "answers";

	static Conversation of(Document document) {
		return new Conversation(ConversationDocument.from(document),
				(document.get(ANSWERS) instanceof Map<?, ?> answers) ? answers : Map.of());
	}

	String id() {
		return this.document.id();
	}

	String generation() {
		return this.document.generation();
	}

	boolean erased() {
		return this.document.status() == Status.ERASED;
	}

	boolean visible() {
		return this.document.visible();
	}

	boolean ownedBy(String userId) {
		return userId.equals(this.document.userId());
	}

	@Nullable ConversationSummary rolling() {
		return this.document.summary();
	}

	AsOf rollingAsOf() {
		ConversationSummary rolling = rolling();
		return (rolling != null) ? rolling.asOf() : AsOf.START;
	}

	@Nullable String answer(SummaryType type) {
		return (this.answers.get(type.json()) instanceof String id) ? id : null;
	}

}
