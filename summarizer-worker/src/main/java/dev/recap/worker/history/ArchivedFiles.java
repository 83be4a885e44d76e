package dev.recap.worker.history;

import java.time.Clock;
import java.util.Date;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.store.ArchivedDocument;
import org.bson.Document;

/**
 * Tells whoever looks after the archive bucket what has to go from it; the log never
 * waits for a bucket.
 */
final class ArchivedFiles {

	private final MongoCollection<Document> files;

	private final Clock clock;

	ArchivedFiles(MongoDatabase database, Clock clock) {
		this.files = database.getCollection(ArchivedDocument.COLLECTION);
		this.clock = clock;
	}

	/** Every file of a conversation. */
	void erase(String conversation) {
		this.files.updateMany(new Document(ArchivedDocument.CONVERSATION, conversation),
				new Document("$set", new Document(ArchivedDocument.ERASE, true).append(ArchivedDocument.DUE, now())));
	}

	/** What a user wrote in a conversation. */
	void erase(String conversation, String user) {
		this.files.updateMany(
				new Document(ArchivedDocument.CONVERSATION, conversation).append(ArchivedDocument.USERS, user),
				new Document("$addToSet", new Document(ArchivedDocument.ERASE_USERS, user)).append("$set",
						new Document(ArchivedDocument.DUE, now())));
	}

	private Date now() {
		return Date.from(this.clock.instant());
	}

}
