package dev.recap.worker.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.store.MembershipDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.worker.ledger.Ledger;
import org.bson.Document;

/**
 * Takes everything one user has written out of one conversation. Counts are told anew
 * from what is left, so that a step may be repeated; summaries go, because they may quote
 * the user, and the next window makes them again from the rest.
 */
final class UserErasure {

	private static final int CHUNK = 1000;

	private static final Document FIRST = new Document("timestamp", 1).append("partition", 1).append("offset", 1);

	private static final Document LAST = new Document("timestamp", -1).append("partition", -1).append("offset", -1);

	private final MongoCollection<Document> conversations;

	private final MongoCollection<Document> messages;

	private final MongoCollection<Document> summaries;

	private final MongoCollection<Document> memberships;

	private final BiConsumer<String, Collection<String>> block;

	private final ArchivedFiles archived;

	private final Ledger ledger;

	/**
	 * Erases users.
	 * @param block keeps messages of a conversation from coming back
	 */
	UserErasure(MongoDatabase database, BiConsumer<String, Collection<String>> block, ArchivedFiles archived,
			Ledger ledger) {
		this.conversations = database.getCollection(ConversationDocument.COLLECTION);
		this.messages = database.getCollection(MessageDocument.COLLECTION);
		this.summaries = database.getCollection(SummaryDocument.COLLECTION);
		this.memberships = database.getCollection(MembershipDocument.COLLECTION);
		this.block = block;
		this.archived = archived;
		this.ledger = ledger;
	}

	/** Erases; false when somebody else has changed the conversation meanwhile. */
	boolean apply(Stored stored, Entry entry) {
		ConversationDocument conversation = stored.conversation();
		String user = ((UserErased) entry.event()).userId();
		List<String> written = written(conversation, user, entry);
		this.block.accept(conversation.id(), written);
		this.archived.erase(conversation.id(), user);
		this.summaries.deleteMany(new Document("conversation_id", conversation.id()));
		this.ledger.eraseMessages(conversation.id(), conversation.generation(), written);
		this.memberships.deleteMany(new Document("_id", MembershipDocument.id(user, conversation.id())));
		// Last: from these the next try learns what the others were made of.
		Archive.delete(this.messages, written.stream().map((id) -> MessageDocument.id(conversation.id(), id)).toList());
		return recount(stored, user, entry);
	}

	private List<String> written(ConversationDocument conversation, String user, Entry entry) {
		ConversationDocument.Erased before = new ConversationDocument.Erased(entry.partition(), entry.offset(),
				entry.appendedAt());
		List<String> ids = new ArrayList<>();
		for (Document each : this.messages.find(new Document("conversation_id", conversation.id()))
			.projection(new Document("message_id", 1).append("user_id", 1)
				.append("partition", 1)
				.append("offset", 1)
				.append("appended_at", 1))
			.batchSize(CHUNK)) {
			if (user.equals(each.getString("user_id")) && each.get("partition") instanceof Number at
					&& each.get("offset") instanceof Number offset
					&& before.covers(at.intValue(), offset.longValue(), each.getDate("appended_at").toInstant())) {
				ids.add(each.getString("message_id"));
			}
		}
		return ids;
	}

	private boolean recount(Stored stored, String user, Entry entry) {
		ConversationDocument conversation = stored.conversation();
		Document own = new Document("conversation_id", conversation.id()).append("generation",
				conversation.generation());
		long count = this.messages.countDocuments(own);
		Document set = new Document("applied." + entry.partition(), entry.offset())
			.append("version", stored.version() + 1)
			.append(Stored.MARKED, true)
			.append("message_count", count);
		Document unset = new Document("summary", "").append("summary_terms", "").append("answers", "");
		if (count == 0) {
			unset.append("first_at", "").append("last_at", "").append("last_message", "");
		}
		else {
			remaining(own, set);
		}
		if (user.equals(conversation.userId())) {
			unset.append("user_id", "").append("title", "");
			if (count == 0) {
				set.append("status", Status.ERASED.json());
				Keeping.FIELDS.forEach((field) -> unset.append(field, ""));
			}
		}
		return this.conversations
			.updateOne(new Document("_id", conversation.id()).append("version", stored.version()),
					new Document("$set", set).append("$unset", unset))
			.getMatchedCount() == 1;
	}

	private void remaining(Document own, Document set) {
		Document first = this.messages.find(own).sort(FIRST).limit(1).first();
		Document last = this.messages.find(own).sort(LAST).limit(1).first();
		if (first != null && last != null) {
			set.append("first_at", first.getDate("timestamp"))
				.append("last_at", last.getDate("timestamp"))
				.append("last_message",
						new Document("message_id", last.getString("message_id"))
							.append("user_id", last.getString("user_id"))
							.append("content", Archive.beginning(last.getString("content")))
							.append("timestamp", last.getDate("timestamp")));
		}
	}

}
