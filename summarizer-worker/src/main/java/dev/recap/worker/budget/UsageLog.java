package dev.recap.worker.budget;

import java.time.LocalDate;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.UsageDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Adds up what calls took, by day, user, model and purpose. */
final class UsageLog {

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private final MongoCollection<Document> usage;

	UsageLog(MongoCollection<Document> usage) {
		this.usage = usage;
	}

	void add(LocalDate day, @Nullable String userId, Spending.Call call, Usage used) {
		add(day.toString(), UsageDocument.EVERYBODY, call, used);
		if (userId != null) {
			add(day.toString(), userId, call, used);
		}
	}

	private void add(String day, String userId, Spending.Call call, Usage used) {
		Document what = new Document("day", day).append("user_id", userId)
			.append("model", call.model())
			.append("purpose", call.purpose());
		Document sums = new Document("calls", 1L).append("input_tokens", used.inputTokens())
			.append("output_tokens", used.outputTokens())
			.append("cost", used.cost());
		this.usage.updateOne(new Document("_id", UsageDocument.id(day, userId, call.model(), call.purpose())),
				new Document("$inc", sums).append("$setOnInsert", what), UPSERT);
	}

}
