package dev.recap.worker.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.store.RetentionFields;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Finds conversations by a time of theirs that has passed; one index has the equal
 * fields, then that time.
 *
 * @param equal what their documents have
 * @param time the field of the time
 * @param age how long ago it has to be
 */
record Rule(Document equal, String time, Duration age) {

	/** Whose time has run out. */
	static List<Rule> expiring(RetentionSettings settings) {
		List<Rule> rules = new ArrayList<>();
		add(rules, new Document(), RetentionFields.HIDDEN_SINCE, settings.hidden());
		add(rules, new Document(), RetentionFields.EXPIRES_AT, Duration.ZERO);
		for (Status status : List.of(Status.DELETED, Status.ENDED, Status.ACTIVE)) {
			add(rules, kept(RetentionFields.SESSION, status), RetentionFields.ACTIVE_AT, settings.sessions());
			add(rules, kept(RetentionFields.CONVERSATION, status), RetentionFields.ACTIVE_AT, settings.conversations());
		}
		return rules;
	}

	/** Sessions in which nothing happens any more. */
	static List<Rule> idle(RetentionSettings settings) {
		List<Rule> rules = new ArrayList<>();
		add(rules, kept(RetentionFields.SESSION, Status.ACTIVE), RetentionFields.ACTIVE_AT, settings.idleSessions());
		return rules;
	}

	/** Conversations that have ended and are not in the bucket as they ended. */
	static Rule ended() {
		return new Rule(new Document(), RetentionFields.ENDED_SINCE, Duration.ZERO);
	}

	private static void add(List<Rule> rules, Document equal, String time, @Nullable Duration age) {
		if (age != null) {
			rules.add(new Rule(equal, time, age));
		}
	}

	private static Document kept(String as, Status status) {
		return new Document(RetentionFields.KEPT_AS, as).append("status", status.json());
	}

	Document query(Instant from, Instant now) {
		return new Document(this.equal).append(this.time,
				new Document("$gte", Date.from(from)).append("$lt", Date.from(now.minus(this.age))));
	}

}
