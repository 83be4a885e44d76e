package dev.recap.query.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;

import com.mongodb.MongoException;
import com.mongodb.client.model.CountOptions;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.recap.observe.Traces;
import dev.recap.schema.store.MessageDocument;
import dev.recap.web.ApiException;
import dev.recap.web.RequestTrace;
import io.micrometer.tracing.Span;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Bounded reads of MongoDB; each fails with a 503 when it is away. */
public final class Store {

	private static final Logger log = LoggerFactory.getLogger(Store.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	private static final int BATCH = 1000;

	/**
	 * The terms of a message are for its index alone, and more to read than all the rest
	 * of it.
	 */
	private static final Document WITHOUT_TERMS = new Document("terms", 0);

	private static final Document WHOLE = new Document();

	private final MongoDatabase database;

	private final Duration timeout;

	private final Traces traces;

	public Store(MongoDatabase database, Duration timeout, Traces traces) {
		this.traces = traces;
		this.database = database;
		this.timeout = timeout;
	}

	/**
	 * The documents of a query, from the {@code skip}-th on; messages without their
	 * terms.
	 */
	public Mono<List<Document>> find(IndexedQuery query, int skip, int limit) {
		return guarded(Flux
			.from(this.database.getCollection(query.collection())
				.find(query.filter())
				.projection(query.collection().equals(MessageDocument.COLLECTION) ? WITHOUT_TERMS : WHOLE)
				.sort(query.sort())
				.skip(skip)
				.limit(limit)
				.batchSize(limit))
			.collectList());
	}

	/**
	 * Some fields of the first documents of a query, where whole ones would be too much.
	 */
	public Mono<List<Document>> fields(IndexedQuery query, List<String> fields, int limit) {
		return guarded(Flux
			.from(this.database.getCollection(query.collection())
				.find(query.filter())
				.projection(projection(fields))
				.sort(query.sort())
				.limit(limit)
				.batchSize(limit))
			.collectList());
	}

	/** Some fields of all documents of a query, however many, as they come. */
	public Flux<Document> every(IndexedQuery query, List<String> fields) {
		return guarded(Flux
			.from(this.database.getCollection(query.collection())
				.find(query.filter())
				.projection(projection(fields))
				.batchSize(BATCH))
			.collectList()).flatMapIterable((found) -> found);
	}

	private static Document projection(List<String> fields) {
		Document projection = new Document();
		fields.forEach((field) -> projection.append(field, 1));
		return projection;
	}

	/** The document with an id, or empty. */
	public Mono<Document> byId(String collection, Object id) {
		return guarded(Mono.from(this.database.getCollection(collection).find(new Document("_id", id)).first()));
	}

	/** The documents with these ids, in no order. */
	public Mono<List<Document>> byIds(String collection, Collection<?> ids) {
		if (ids.isEmpty()) {
			return Mono.just(List.of());
		}
		Document filter = new Document("_id", new Document("$in", List.copyOf(ids)));
		return find(IndexedQuery.unordered(collection, filter), 0, ids.size());
	}

	/** How many documents a query has. */
	public Mono<Long> count(IndexedQuery query) {
		return count(query, new CountOptions());
	}

	/** How many documents a query has; it counts no further than {@code atMost}. */
	public Mono<Long> count(IndexedQuery query, int atMost) {
		return count(query, new CountOptions().limit(atMost));
	}

	private Mono<Long> count(IndexedQuery query, CountOptions options) {
		return guarded(
				Mono.from(this.database.getCollection(query.collection()).countDocuments(query.filter(), options)));
	}

	private <T> Mono<T> guarded(Mono<T> read) {
		return traced(read).timeout(this.timeout)
			.onErrorMap((failure) -> failure instanceof MongoException || failure instanceof TimeoutException,
					Store::away);
	}

	private <T> Mono<T> traced(Mono<T> read) {
		return Mono.deferContextual((subscriber) -> {
			Span span = this.traces.start("mongodb read", Span.Kind.CLIENT, RequestTrace.of(subscriber));
			return (span != null) ? read.doFinally((signal) -> span.end()) : read;
		});
	}

	private static ApiException away(Throwable failure) {
		log.warn("MongoDB does not answer: {}", failure.getMessage());
		return ApiException.unavailable("The archive does not answer; ask again later", RETRY_AFTER);
	}

}
