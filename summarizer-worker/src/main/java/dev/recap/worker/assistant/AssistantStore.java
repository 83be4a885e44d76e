package dev.recap.worker.assistant;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.topic.Position;
import org.bson.Document;

/** What the assistant reads of the archive. */
final class AssistantStore {

	private final MongoCollection<Document> conversations;

	private final MongoCollection<Document> messages;

	private final MongoCollection<Document> progress;

	AssistantStore(MongoDatabase database) {
		this.conversations = database.getCollection(ConversationDocument.COLLECTION);
		this.messages = database.getCollection(MessageDocument.COLLECTION);
		this.progress = database.getCollection(ProgressDocument.COLLECTION);
	}

	boolean applied(Position position) {
		Document found = this.progress.find(new Document("_id", position.partition())).first();
		return found != null && ProgressDocument.from(found).next() > position.offset();
	}

	Optional<ConversationDocument> conversation(String id) {
		return Optional.ofNullable(this.conversations.find(new Document("_id", id)).first())
			.map(ConversationDocument::from)
			.filter(ConversationDocument::visible);
	}

	Optional<MessageDocument> message(ConversationDocument conversation, String messageId) {
		return Optional
			.ofNullable(
					this.messages.find(new Document("_id", MessageDocument.id(conversation.id(), messageId))).first())
			.map(MessageDocument::from)
			.filter((message) -> message.generation().equals(conversation.generation()));
	}

	/**
	 * The messages that lead to one, that one last, oldest first.
	 * @param limit how many at most
	 */
	List<MessageDocument> upTo(ConversationDocument conversation, MessageDocument last, int limit) {
		List<MessageDocument> found = new ArrayList<>();
		Document query = new Document("conversation_id", conversation.id()).append("timestamp",
				new Document("$lte", Date.from(last.timestamp())));
		for (Document each : this.messages.find(query)
			.sort(Sorts.descending("timestamp", "partition", "offset"))
			.limit(Math.min(limit, 10_000))
			.batchSize(500)) {
			MessageDocument message = MessageDocument.from(each);
			if (message.generation().equals(conversation.generation())
					&& !message.messageId().equals(last.messageId())) {
				found.addFirst(message);
			}
		}
		found.add(last);
		return found;
	}

}
