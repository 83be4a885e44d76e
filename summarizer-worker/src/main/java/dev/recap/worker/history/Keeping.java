package dev.recap.worker.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

import dev.recap.schema.Retention;
import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.store.RetentionFields;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What the document of a conversation says of how long it is kept. */
final class Keeping {

	static final List<String> FIELDS = List.of(RetentionFields.ACTIVE_AT, RetentionFields.KEPT_AS,
			RetentionFields.EXPIRES_AT, RetentionFields.HIDDEN_SINCE, RetentionFields.ENDED_SINCE,
			RetentionFields.IS_SESSION);

	private Keeping() {
	}

	/** Notes what an outcome changes of it. */
	static void note(Outcome outcome, Document set, Document unset) {
		noteActivity(outcome, set, unset);
		noteStatus(outcome, Status.DELETED, RetentionFields.HIDDEN_SINCE, set, unset);
		noteStatus(outcome, Status.ENDED, RetentionFields.ENDED_SINCE, set, unset);
	}

	private static void noteActivity(Outcome outcome, Document set, Document unset) {
		Instant touched = outcome.activeAt();
		if (touched == null) {
			return;
		}
		Stored before = before(outcome);
		Instant activeAt = (before != null && before.activeAt() != null && before.activeAt().isAfter(touched))
				? before.activeAt() : touched;
		Map<String, Object> metadata = metadata(outcome, before);
		boolean session = (before != null && before.session()) || Retention.isSession(metadata);
		Duration own = Retention.of(metadata);
		set.append(RetentionFields.ACTIVE_AT, Date.from(activeAt)).append(RetentionFields.KEPT_AS, rule(own, session));
		if (session) {
			set.append(RetentionFields.IS_SESSION, true);
		}
		if (own != null) {
			set.append(RetentionFields.EXPIRES_AT, Date.from(activeAt.plus(own)));
		}
		else {
			unset.append(RetentionFields.EXPIRES_AT, "");
		}
	}

	/** What was there of this life of the conversation. */
	private static @Nullable Stored before(Outcome outcome) {
		Stored stored = outcome.plan().stored();
		return (stored != null && stored.conversation().status() != Status.ERASED) ? stored : null;
	}

	private static Map<String, Object> metadata(Outcome outcome, @Nullable Stored before) {
		Map<String, Object> changed = outcome.metadata();
		if (changed != null) {
			return changed;
		}
		return (before != null) ? before.conversation().metadata() : Map.of();
	}

	private static String rule(@Nullable Duration own, boolean session) {
		if (own != null) {
			return RetentionFields.OWN;
		}
		return session ? RetentionFields.SESSION : RetentionFields.CONVERSATION;
	}

	private static void noteStatus(Outcome outcome, Status status, String field, Document set, Document unset) {
		Instant since = outcome.statusSince();
		if (since == null) {
			return;
		}
		if (outcome.status() == status) {
			set.append(field, Date.from(since));
		}
		else {
			unset.append(field, "");
		}
	}

}
