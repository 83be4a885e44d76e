package dev.recap.worker.summary.llm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.store.ErasureDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.ModelAnswerDocument;
import dev.recap.worker.summary.EngineException;
import dev.recap.worker.background.StoppedException;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a model answered, so that the same question is paid for once, whoever asks
 * it; who asks it while it is being answered waits.
 */
public final class AnswerCache {

	private static final Logger log = LoggerFactory.getLogger(AnswerCache.class);

	private static final String TEXT = "text";

	private static final String CUT = "cut";

	private static final String LEASE = "lease";

	/** After this long a caller of which nothing is heard is dead. */
	private static final Duration LEASED = Duration.ofSeconds(15);

	private static final Duration RENEWED = Duration.ofSeconds(4);

	private static final Duration SWEPT = Duration.ofHours(1);

	private static final Duration LOOK = Duration.ofMillis(100);

	private final MongoCollection<Document> answers;

	private final MongoCollection<Document> erasures;

	private final Duration kept;

	private final Clock clock;

	private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.EPOCH);

	/**
	 * A cache.
	 * @param kept how long answers are kept
	 */
	public AnswerCache(MongoDatabase database, Duration kept, Clock clock) {
		this.answers = database.getCollection(ModelAnswerDocument.COLLECTION);
		this.erasures = database.getCollection(ErasureDocument.COLLECTION);
		this.kept = kept;
		this.clock = clock;
	}

	/**
	 * The answer to a question.
	 * @param id names the question, as a function of all of it
	 * @param messages what it is about
	 * @param call asks the model
	 */
	Completion once(String id, String conversationId, List<MessageDocument> messages, Supplier<Completion> call) {
		try {
			sweep();
			while (true) {
				Completion known = known(id, conversationId, messages);
				if (known != null) {
					return known;
				}
				if (claimed(id, conversationId)) {
					return called(id, conversationId, messages, call);
				}
				pause(LOOK);
			}
		}
		catch (MongoInterruptedException ex) {
			throw new StoppedException(ex);
		}
		catch (MongoException ex) {
			throw new EngineException("Earlier answers cannot be read", ex);
		}
	}

	private @Nullable Completion known(String id, String conversationId, List<MessageDocument> messages) {
		Document found = this.answers.find(new Document("_id", id)).first();
		if (found == null || !(found.get(TEXT) instanceof String text)) {
			return null;
		}
		this.answers.updateOne(new Document("_id", id),
				new Document("$addToSet", new Document(ModelAnswerDocument.CONVERSATIONS, conversationId)));
		dropIfErased(id, conversationId, messages);
		return new Completion(text, found.getBoolean(CUT, false), null);
	}

	private boolean claimed(String id, String conversationId) {
		Instant now = this.clock.instant();
		Date lease = Date.from(now.plus(LEASED));
		try {
			this.answers
				.insertOne(new Document("_id", id).append(ModelAnswerDocument.CONVERSATIONS, List.of(conversationId))
					.append(ModelAnswerDocument.AT, Date.from(now))
					.append(LEASE, lease));
			return true;
		}
		catch (MongoWriteException ex) {
			if (ex.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
				throw ex;
			}
			return this.answers
				.updateOne(new Document("_id", id).append(LEASE, new Document("$lt", Date.from(now))),
						new Document("$set", new Document(LEASE, lease)).append("$addToSet",
								new Document(ModelAnswerDocument.CONVERSATIONS, conversationId)))
				.getMatchedCount() == 1;
		}
	}

	private Completion called(String id, String conversationId, List<MessageDocument> messages,
			Supplier<Completion> call) {
		Thread renewal = Thread.ofVirtual().start(() -> renew(id));
		Completion completion;
		try {
			completion = call.get();
		}
		catch (RuntimeException ex) {
			free(id);
			throw ex;
		}
		finally {
			renewal.interrupt();
		}
		keep(id, conversationId, messages, completion);
		return completion;
	}

	private void renew(String id) {
		try {
			while (true) {
				TimeUnit.NANOSECONDS.sleep(RENEWED.toNanos());
				this.answers.updateOne(new Document("_id", id).append(LEASE, new Document("$exists", true)),
						new Document("$set", new Document(LEASE, Date.from(this.clock.instant().plus(LEASED)))));
			}
		}
		catch (InterruptedException | MongoException ex) {
			log.trace("The call is over, or nobody can tell");
		}
	}

	private void free(String id) {
		try {
			this.answers.deleteOne(new Document("_id", id).append(LEASE, new Document("$exists", true)));
		}
		catch (MongoException ex) {
			log.debug("A question stays claimed until the claim expires: {}", ex.getMessage());
		}
	}

	/** What was erased while the model thought has no entry any more to keep it in. */
	private void keep(String id, String conversationId, List<MessageDocument> messages, Completion completion) {
		try {
			this.answers.updateOne(new Document("_id", id),
					new Document("$set", new Document(TEXT, completion.text()).append(CUT, completion.cut()))
						.append("$unset", new Document(LEASE, "")));
			dropIfErased(id, conversationId, messages);
		}
		catch (MongoException ex) {
			log.warn("An answer could not be kept: {}", ex.getMessage());
		}
	}

	/**
	 * The messages may have been read before, and the question claimed after an erasure.
	 */
	private void dropIfErased(String id, String conversationId, List<MessageDocument> messages) {
		List<String> marks = messages.stream()
			.map((message) -> ErasureDocument.id(conversationId, message.messageId()))
			.toList();
		if (this.erasures.find(new Document("_id", new Document("$in", marks))).first() != null) {
			this.answers.deleteOne(new Document("_id", id));
		}
	}

	private void sweep() {
		Instant now = this.clock.instant();
		Instant before = this.swept.get();
		if (now.isAfter(before.plus(SWEPT)) && this.swept.compareAndSet(before, now)) {
			this.answers
				.deleteMany(new Document(ModelAnswerDocument.AT, new Document("$lt", Date.from(now.minus(this.kept)))));
		}
	}

	private static void pause(Duration wait) {
		try {
			TimeUnit.NANOSECONDS.sleep(wait.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoppedException(ex);
		}
	}

}
