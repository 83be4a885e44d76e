package dev.recap.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;

/** What lies in the database. */
final class Stored implements AutoCloseable {

	private final MongoClient client;

	private final MongoDatabase database;

	Stored(String uri) {
		this.client = MongoClients.create(uri + "&serverSelectionTimeoutMS=1000");
		this.database = this.client.getDatabase("recap");
	}

	/** Everything in a collection. */
	List<Document> all(String collection) {
		return this.database.getCollection(collection).find().batchSize(2000).into(new ArrayList<>());
	}

	/** Everything in a collection by a field. */
	Map<String, List<Document>> by(String collection, String field) {
		Map<String, List<Document>> found = new HashMap<>();
		all(collection).forEach(
				(each) -> found.computeIfAbsent(String.valueOf(each.get(field)), (key) -> new ArrayList<>()).add(each));
		return found;
	}

	/** The first offset of each partition that is not applied. */
	Map<Integer, Long> progress() {
		Map<Integer, Long> progress = new HashMap<>();
		all("progress").forEach(
				(each) -> progress.put(((Number) each.get("_id")).intValue(), ((Number) each.get("next")).longValue()));
		return progress;
	}

	@Override
	public void close() {
		this.client.close();
	}

}
