package dev.recap.worker.history;

import java.util.ArrayList;
import java.util.List;

import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.store.ConversationDocument.Erased;
import dev.recap.schema.store.MessageDocument;
import org.bson.Document;

/**
 * What an erasure finds of a conversation's messages: those it erases and those that
 * another partition took after it and has applied sooner.
 *
 * @param erased documents to delete
 * @param erasedMessages their messages' ids
 * @param kept documents that live on
 * @param waiting documents that live on once their own partition has applied them again
 */
record Remains(List<String> erased, List<String> erasedMessages, List<String> kept, List<String> waiting) {

	/** What of a message's document tells which it is. */
	static final Document FIELDS = new Document("message_id", 1).append("partition", 1)
		.append("offset", 1)
		.append("appended_at", 1);

	static Remains of(Plan plan, Erased mark, Iterable<Document> messages) {
		Remains remains = new Remains(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		for (Document each : messages) {
			String id = each.getString("_id");
			int partition = number(each, "partition").intValue();
			long offset = number(each, "offset").longValue();
			if (mark.covers(partition, offset, each.getDate("appended_at").toInstant())) {
				remains.erased.add(id);
				remains.erasedMessages.add(each.getString("message_id"));
			}
			else if (plan.applied(partition, offset)) {
				remains.kept.add(id);
			}
			else {
				remains.waiting.add(id);
			}
		}
		return remains;
	}

	private static Number number(Document document, String field) {
		return document.get(field, Number.class);
	}

	/** Whether the erasure takes everything. */
	boolean none() {
		return this.kept.isEmpty() && this.waiting.isEmpty();
	}

	/** The entry that a document was made of. */
	static Entry entry(MessageDocument document) {
		return new Entry(new MessagePosted(document.conversationId(), document.messageId(), document.userId(),
				document.role(), document.content(), document.timestamp(), document.metadata(), document.replyTo(),
				document.usage()), document.offset(), document.appendedAt());
	}

}
