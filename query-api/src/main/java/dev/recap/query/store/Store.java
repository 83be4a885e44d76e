package dev.recap.query.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;

import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.client.model.CountOptions;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.recap.observe.Traces;
import dev.recap.schema.store.MessageDocument;
import dev.recap.web.ApiException;
import dev.recap.web.RequestTrace;
import io.micrometer.tracing.Span;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.Codec;
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

	/**
	 * What comes in one batch is cut where the next document would make it larger than 16
	 * MiB; no document here is half of that.
	 */
	private static final int SURELY_WHOLE = 8 * 1024 * 1024;

	private static final byte[] CURSOR = "cursor".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] FIRST_BATCH = "firstBatch".getBytes(StandardCharsets.US_ASCII);

	private final MongoDatabase database;

	private final Codec<Document> documents;

	private final Duration timeout;

	private final Traces traces;

	private final ReadTimes times;

	Store(MongoDatabase database, Duration timeout, Traces traces, ReadTimes times) {
		this.times = times;
		this.traces = traces;
		this.database = database;
		this.documents = database.getCodecRegistry().get(Document.class);
		this.timeout = timeout;
	}

	/**
	 * The documents of a query, from the {@code skip}-th on; messages without their
	 * terms.
	 */
	public Mono<List<Document>> find(IndexedQuery query, int skip, int limit) {
		return guarded("find", query.collection(),
				Flux.from(this.database.getCollection(query.collection())
					.find(query.filter())
					.projection(query.collection().equals(MessageDocument.COLLECTION) ? WITHOUT_TERMS : WHOLE)
					.sort(query.sort())
					.skip(skip)
					.limit(limit)
					.batchSize(limit)).collectList());
	}

	/**
	 * The documents of a query as MongoDB sends them, in one piece, for what is read so
	 * often that decoding them would be most of the work.
	 * @param without fields that are not needed
	 */
	public Mono<Encoded> encoded(IndexedQuery query, List<String> without, int skip, int limit) {
		Document projection = new Document();
		without.forEach((field) -> projection.append(field, 0));
		Document command = command(query.collection(), query.filter()).append("projection", projection)
			.append("sort", query.sort())
			.append("skip", skip)
			.append("limit", limit)
			.append("batchSize", limit);
		return guarded("find", query.collection(), reply(command).flatMap(
				(encoded) -> isWhole(encoded, limit) ? Mono.just(encoded) : gathered(query, projection, skip, limit)));
	}

	private static boolean isWhole(Encoded encoded, int limit) {
		return encoded.size() == limit || encoded.bytes().length < SURELY_WHOLE;
	}

	/** What is too large for one batch. */
	private Mono<Encoded> gathered(IndexedQuery query, Document projection, int skip, int limit) {
		return Flux
			.from(this.database.getCollection(query.collection(), RawBsonDocument.class)
				.find(query.filter())
				.projection(projection)
				.sort(query.sort())
				.skip(skip)
				.limit(limit)
				.batchSize(limit))
			.collectList()
			.map(Store::joined);
	}

	private static Encoded joined(List<RawBsonDocument> documents) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		List<Integer> starts = new ArrayList<>(documents.size());
		for (RawBsonDocument document : documents) {
			starts.add(joined.size());
			ByteBuffer bytes = document.getByteBuffer().asNIO();
			joined.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
		}
		return new Encoded(joined.toByteArray(), starts);
	}

	private static Document command(String collection, Document filter) {
		return new Document("find", collection).append("filter", filter).append("singleBatch", true);
	}

	/**
	 * The one batch that answers a command, without the cursor that the driver makes for
	 * a query; as for a query, it is asked again when the connection broke.
	 */
	private Mono<Encoded> reply(Document command) {
		if (!this.database.getReadConcern().isServerDefault()) {
			command.append("readConcern", this.database.getReadConcern().asDocument());
		}
		Mono<Encoded> reply = Mono
			.from(this.database.runCommand(command, this.database.getReadPreference(), RawBsonDocument.class))
			.map(Store::batch);
		return reply.onErrorResume(Store::isPassing, (failure) -> reply);
	}

	private static boolean isPassing(Throwable failure) {
		return failure instanceof MongoSocketException || failure instanceof MongoNotPrimaryException
				|| failure instanceof MongoNodeIsRecoveringException;
	}

	private static Encoded batch(RawBsonDocument reply) {
		ByteBuffer buffer = reply.getByteBuffer().asNIO();
		byte[] bytes = buffer.array();
		int from = buffer.arrayOffset() + buffer.position();
		EncodedFields batch = EncodedFields.of(bytes, from).at(CURSOR).nested().at(FIRST_BATCH).nested();
		List<Integer> starts = new ArrayList<>();
		while (batch.next()) {
			starts.add(batch.from());
		}
		return new Encoded(bytes, starts);
	}

	/**
	 * Some fields of the first documents of a query, where whole ones would be too much.
	 */
	public Mono<List<Document>> fields(IndexedQuery query, List<String> fields, int limit) {
		return guarded("find", query.collection(),
				Flux.from(this.database.getCollection(query.collection())
					.find(query.filter())
					.projection(projection(fields))
					.sort(query.sort())
					.limit(limit)
					.batchSize(limit)).collectList());
	}

	/** Some fields of all documents of a query, however many, as they come. */
	public Flux<Document> every(IndexedQuery query, List<String> fields) {
		return guarded("find", query.collection(),
				Flux.from(this.database.getCollection(query.collection())
					.find(query.filter())
					.projection(projection(fields))
					.batchSize(BATCH)).collectList())
			.flatMapIterable((found) -> found);
	}

	private static Document projection(List<String> fields) {
		Document projection = new Document();
		fields.forEach((field) -> projection.append(field, 1));
		return projection;
	}

	/** The document with an id, or empty. */
	public Mono<Document> byId(String collection, Object id) {
		return guarded("find", collection,
				reply(command(collection, new Document("_id", id)).append("limit", 1))
					.filter((encoded) -> encoded.size() > 0)
					.map((encoded) -> decoded(encoded, 0)));
	}

	private Document decoded(Encoded encoded, int index) {
		byte[] bytes = encoded.bytes();
		int from = encoded.starts().get(index);
		return new RawBsonDocument(bytes, from, bytes.length - from).decode(this.documents);
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
		return guarded("aggregate", query.collection(),
				Mono.from(this.database.getCollection(query.collection()).countDocuments(query.filter(), options)));
	}

	private <T> Mono<T> guarded(String command, String collection, Mono<T> read) {
		return seen(command, collection, read).timeout(this.timeout)
			.onErrorMap((failure) -> failure instanceof MongoException || failure instanceof TimeoutException,
					Store::away);
	}

	private <T> Mono<T> seen(String command, String collection, Mono<T> read) {
		return Mono.deferContextual((subscriber) -> {
			Span span = this.traces.start("mongodb read", Span.Kind.CLIENT, RequestTrace.of(subscriber));
			long begun = System.nanoTime();
			return read.doFinally((end) -> {
				this.times.record(command, collection, end, System.nanoTime() - begun);
				if (span != null) {
					span.end();
				}
			});
		});
	}

	private static ApiException away(Throwable failure) {
		log.warn("MongoDB does not answer: {}", failure.getMessage());
		return ApiException.unavailable("The archive does not answer; ask again later", RETRY_AFTER);
	}

}
