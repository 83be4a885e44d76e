package dev.recap.query.chats;

import java.util.Date;

import dev.recap.query.access.Memberships;
import dev.recap.query.store.IndexedQuery;
import org.bson.Document;

/** The queries for a user's conversations. */
final class UserChatsQueries {

	private UserChatsQueries() {
	}

	/** Memberships of the period asked for, those with the newest messages first. */
	static IndexedQuery memberships(Document all, UserChatsRequest asked) {
		Document filter = new Document(all);
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
		return Memberships.newestFirst(filter);
	}

}
