package dev.recap.worker.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.schema.store.RetentionFields;
import dev.recap.schema.topic.Position;
import dev.recap.worker.archive.Archives;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.errors.InterruptException;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One look at what has to end, to be archived or to be erased. It keeps nothing between
 * two looks: what was done is in the documents, and what is done twice changes nothing,
 * because the archiver erases only what was left alone since.
 */
final class Sweep {

	private static final String BY = "retention";

	private static final int PAGE = 100;

	private static final Document FIELDS = new Document("status", 1).append(RetentionFields.ACTIVE_AT, 1)
		.append(RetentionFields.EXPIRES_AT, 1)
		.append(RetentionFields.HIDDEN_SINCE, 1)
		.append(RetentionFields.ENDED_SINCE, 1);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration LOOK = Duration.ofMillis(50);

	private final MongoCollection<Document> conversations;

	private final MongoCollection<Document> progress;

	private final EventLog log;

	private final @Nullable Archives archives;

	private final RetentionSettings settings;

	private final BooleanSupplier mayGoOn;

	private final Clock clock;

	private final Counter expired;

	private final Counter ended;

	/**
	 * A sweep.
	 * @param archives null when there is no bucket
	 * @param mayGoOn whether this instance is still the one to do it
	 */
	Sweep(MongoDatabase database, EventLog log, @Nullable Archives archives, RetentionSettings settings,
			BooleanSupplier mayGoOn, Clock clock, MeterRegistry meters) {
		this.conversations = database.getCollection(ConversationDocument.COLLECTION);
		this.progress = database.getCollection(ProgressDocument.COLLECTION);
		this.log = log;
		this.archives = archives;
		this.settings = settings;
		this.mayGoOn = mayGoOn;
		this.clock = clock;
		this.expired = meters.counter("recap.retention.conversations", "outcome", "expired");
		this.ended = meters.counter("recap.retention.conversations", "outcome", "ended");
	}

	void endIdleSessions() {
		Rule.idle(this.settings).forEach((rule) -> visit(rule, this::end));
	}

	/** Takes out of the bucket what was erased. */
	void eraseArchived() {
		Archives bucket = this.archives;
		if (bucket != null) {
			while (this.mayGoOn.getAsBoolean() && bucket.erase(PAGE) == PAGE) {
				pace(PAGE);
			}
		}
	}

	void archiveEnded() {
		Archives bucket = this.archives;
		if (bucket != null) {
			visit(Rule.ended(), (found) -> {
				bucket.write(found.getString("_id"));
				return null;
			});
		}
	}

	void expire() {
		Rule.expiring(this.settings).forEach((rule) -> visit(rule, this::expire));
	}

	private Position end(Document found) {
		Position position = this.log.publish(new ConversationEnded(found.getString("_id"), this.clock.instant()));
		this.ended.increment();
		return position;
	}

	private @Nullable Position expire(Document found) {
		String id = found.getString("_id");
		Archives bucket = this.archives;
		// What somebody has deleted is not to be found in a bucket.
		boolean shown = !Status.DELETED.json().equals(found.getString("status"));
		if (bucket != null && shown && !bucket.write(id)) {
			return null;
		}
		Date activeAt = found.getDate(RetentionFields.ACTIVE_AT);
		Document now = this.conversations.find(new Document("_id", id)).projection(FIELDS).first();
		if (activeAt == null || now == null || !activeAt.equals(now.getDate(RetentionFields.ACTIVE_AT))) {
			return null;
		}
		// Whatever comes between this look and the event, the archiver sees.
		Position position = this.log
			.publish(new ConversationDeleted(id, this.clock.instant(), true, BY, activeAt.toInstant()));
		this.expired.increment();
		return position;
	}

	/** Does something to every conversation that a rule finds, oldest first. */
	private void visit(Rule rule, Function<Document, @Nullable Position> action) {
		Instant from = Instant.EPOCH;
		Set<String> visited = new HashSet<>();
		while (this.mayGoOn.getAsBoolean()) {
			List<Document> page = this.conversations.find(rule.query(from, this.clock.instant()))
				.projection(FIELDS)
				.sort(new Document(rule.time(), 1))
				.limit(PAGE)
				.into(new ArrayList<>());
			List<Document> fresh = page.stream().filter((found) -> visited.add(found.getString("_id"))).toList();
			awaitApplied(fresh, action);
			if (page.size() < PAGE) {
				return;
			}
			Instant last = page.getLast().getDate(rule.time()).toInstant();
			from = fresh.isEmpty() && !last.isAfter(from) ? last.plusMillis(1) : last;
			pace(fresh.size());
		}
	}

	/**
	 * What was published is applied before more is looked for, so that nothing piles up.
	 */
	private void awaitApplied(List<Document> found, Function<Document, @Nullable Position> action) {
		Map<Integer, Long> ends = new HashMap<>();
		for (Document each : found) {
			Position position = this.mayGoOn.getAsBoolean() ? action.apply(each) : null;
			if (position != null) {
				ends.merge(position.partition(), position.offset(), Math::max);
			}
		}
		Instant limit = this.clock.instant().plus(PATIENCE);
		while (this.mayGoOn.getAsBoolean() && !applied(ends) && this.clock.instant().isBefore(limit)) {
			sleep(LOOK);
		}
	}

	private boolean applied(Map<Integer, Long> ends) {
		return ends.entrySet().stream().allMatch((end) -> {
			Document found = this.progress.find(new Document("_id", end.getKey())).first();
			return found != null && ProgressDocument.from(found).next() > end.getValue();
		});
	}

	private void pace(int done) {
		sleep(Duration.ofMillis(1000L * done / this.settings.rate()));
	}

	private static void sleep(Duration time) {
		try {
			TimeUnit.NANOSECONDS.sleep(time.toNanos());
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

}
