package dev.recap.query.history;

import java.time.Instant;
import java.util.Date;
import java.util.List;

import dev.recap.query.page.Order;
import dev.recap.query.store.IndexedQuery;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import org.bson.Document;

/** The queries for a conversation's messages in the order of their time. */
public final class MessageQueries {

	private MessageQueries() {
	}

	/** All of them. */
	public static IndexedQuery all(ConversationDocument conversation, Order order) {
		return new IndexedQuery(MessageDocument.COLLECTION, own(conversation), sort(order));
	}

	/** Those that are later than a time. */
	public static IndexedQuery later(ConversationDocument conversation, Instant than, Order order) {
		return new IndexedQuery(MessageDocument.COLLECTION, later(conversation, than), sort(order));
	}

	/** Those that are later than a time, in no order. */
	public static IndexedQuery countable(ConversationDocument conversation, Instant than) {
		return IndexedQuery.unordered(MessageDocument.COLLECTION, later(conversation, than));
	}

	private static Document later(ConversationDocument conversation, Instant than) {
		return own(conversation).append("timestamp", new Document("$gt", Date.from(than)));
	}

	/** Those that come after a cursor. */
	static IndexedQuery after(ConversationDocument conversation, MessageCursor cursor) {
		String after = cursor.order().after();
		Date timestamp = Date.from(cursor.timestamp());
		List<Document> alternatives = List.of(new Document("timestamp", new Document(after, timestamp)),
				new Document("timestamp", timestamp).append("partition", new Document(after, cursor.partition())),
				new Document("timestamp", timestamp).append("partition", cursor.partition())
					.append("offset", new Document(after, cursor.offset())));
		// The range says nothing new, but lets the index be entered where the page
		// begins.
		Document filter = own(conversation).append("timestamp", new Document(after + "e", timestamp))
			.append("$or", alternatives);
		return new IndexedQuery(MessageDocument.COLLECTION, filter, sort(cursor.order()));
	}

	private static Document own(ConversationDocument conversation) {
		return new Document("conversation_id", conversation.id()).append("generation", conversation.generation());
	}

	private static Document sort(Order order) {
		int direction = order.direction();
		return new Document("timestamp", direction).append("partition", direction).append("offset", direction);
	}

}
