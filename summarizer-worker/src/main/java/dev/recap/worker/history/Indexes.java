package dev.recap.worker.history;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import dev.recap.schema.store.IndexSpec;
import org.bson.Document;

/** Makes sure that every index exists. */
final class Indexes {

	private Indexes() {
	}

	static void create(MongoDatabase database) {
		for (IndexSpec spec : IndexSpec.ALL) {
			Document keys = new Document();
			spec.keys()
				.forEach((key) -> keys.append(key.startsWith("-") ? key.substring(1) : key,
						key.startsWith("-") ? -1 : 1));
			database.getCollection(spec.collection()).createIndex(keys, new IndexOptions().name(spec.name()));
		}
	}

}
