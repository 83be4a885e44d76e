package dev.recap.query.chats;

import java.util.Date;

import dev.recap.query.store.IndexedQuery;
import dev.recap.schema.store.MembershipDocument;
import org.bson.Document;

/** The queries for a user's conversations. */
final class UserChatsQueries {

	private UserChatsQueries() {
	}

	/** The conversations a user takes part in, those with the newest messages first. */
	static IndexedQuery memberships(String userId, UserChatsRequest asked) {
		Document filter = new Document("user_id", userId).append("hidden", false);
		Document period = new Document();
		if (asked.from() != null) {
			period.append("$gte", Date.from(asked.from()));
		}
		if (asked.to() != null) {
			period.append("$lte", Date.from(asked.to()));
		}
		if (!period.isEmpty()) {
			filter.append("last_at", period);
		}
		return new IndexedQuery(MembershipDocument.COLLECTION, filter,
				new Document("last_at", -1).append("conversation_id", -1));
	}

}
