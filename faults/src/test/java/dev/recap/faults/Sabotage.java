package dev.recap.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;

/** Damages what is stored, to see whether the check would notice. */
final class Sabotage {

	private final FaultRun run;

	Sabotage(FaultRun run) {
		this.run = run;
	}

	/** The damages that nobody noticed. */
	List<String> unseen() throws InterruptedException {
		List<String> unseen = new ArrayList<>();
		try (MongoClient client = MongoClients.create(this.run.cluster().mongoUri())) {
			MongoDatabase database = client.getDatabase("recap");
			MongoCollection<Document> messages = database.getCollection("messages");
			Document lost = Objects.requireNonNull(messages.find().first());
			messages.deleteOne(new Document("_id", lost.get("_id")));
			MongoCollection<Document> conversations = database.getCollection("conversations");
			Document miscounted = Objects.requireNonNull(conversations
				.find(new Document("status", "active").append("_id", new Document("$ne", lost.get("conversation_id"))))
				.first());
			conversations.updateOne(new Document("_id", miscounted.get("_id")),
					new Document("$inc", new Document("message_count", 1L)));
			MongoCollection<Document> summaries = database.getCollection("summaries");
			Document unsummarized = Objects.requireNonNull(summaries.find(new Document("type", "window")).first());
			summaries.deleteOne(new Document("_id", unsummarized.get("_id")));
			Collection<Violation> seen = this.run.look();
			note(seen, "not stored: " + lost.get("_id") + " ", unseen);
			note(seen, "conversation " + miscounted.get("_id") + " counts ", unseen);
			note(seen, "window " + unsummarized.get("_id") + " of ", unseen);
		}
		return unseen;
	}

	private static void note(Collection<Violation> seen, String damage, List<String> unseen) {
		if (seen.stream().noneMatch((each) -> each.what().startsWith(damage))) {
			unseen.add(damage);
		}
	}

}
