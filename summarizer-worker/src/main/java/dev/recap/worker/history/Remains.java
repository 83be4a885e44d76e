package dev.recap.worker.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

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

	/**
	 * Sorts what is stored.
	 * @param blocked which of some messages' ids were erased before
	 */
	static Remains of(Plan plan, Erased mark, Iterable<Document> messages, UnaryOperator<Set<String>> blocked) {
		Remains remains = new Remains(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		Map<String, Document> newer = new LinkedHashMap<>();
		for (Document each : messages) {
			if (mark.covers(partition(each), offset(each), each.getDate("appended_at").toInstant())) {
				remains.erase(each);
			}
			else {
				newer.put(each.getString("message_id"), each);
			}
		}
		// Of an erasure that broke off nothing is noted yet: an erased message sent again
		// meanwhile was taken for a new one.
		Set<String> again = blocked.apply(newer.keySet());
		newer.forEach((messageId, each) -> {
			if (again.contains(messageId)) {
				remains.erase(each);
			}
			else {
				(plan.applied(partition(each), offset(each)) ? remains.kept : remains.waiting)
					.add(each.getString("_id"));
			}
		});
		return remains;
	}

	private void erase(Document message) {
		this.erased.add(message.getString("_id"));
		this.erasedMessages.add(message.getString("message_id"));
	}

	private static int partition(Document message) {
		return number(message, "partition").intValue();
	}

	private static long offset(Document message) {
		return number(message, "offset").longValue();
	}

	private static Number number(Document document, String field) {
		return document.get(field, Number.class);
	}

	/** The entry that a document was made of. */
	static Entry entry(MessageDocument document) {
		return new Entry(new MessagePosted(document.conversationId(), document.messageId(), document.userId(),
				document.role(), document.content(), document.timestamp(), document.metadata(), document.replyTo(),
				document.usage()), document.partition(), document.offset(), document.appendedAt());
	}

}
