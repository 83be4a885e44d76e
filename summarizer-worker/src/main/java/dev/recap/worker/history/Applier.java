package dev.recap.worker.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import dev.recap.observe.Traces;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.BSONException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Applies records to the archive; one that can never be stored is set aside and does not
 * hold up the others.
 */
final class Applier {

	private static final Logger log = LoggerFactory.getLogger(Applier.class);

	private static final int DUPLICATE_KEY = 11000;

	/**
	 * Error codes by which a server refuses a document whatever its state: bad values,
	 * names and sizes.
	 */
	private static final Set<Integer> REFUSALS = Set.of(2, 9, 14, 15, 22, 52, 54, 55, 56, 57, 121, 10334, 17280, 17419,
			17420);

	private static final int TRIES = 5;

	private final Archive archive;

	private final DeadLetters deadLetters;

	private final Counter stored;

	private final Counter duplicates;

	private final Counter skipped;

	private final Counter setAside;

	private final Timer batches;

	private final Traces traces;

	Applier(Archive archive, DeadLetters deadLetters, MeterRegistry meters) {
		this(archive, deadLetters, meters, Traces.OFF);
	}

	Applier(Archive archive, DeadLetters deadLetters, MeterRegistry meters, Traces traces) {
		this.traces = traces;
		this.archive = archive;
		this.deadLetters = deadLetters;
		this.stored = meters.counter("recap.history.messages", "outcome", "stored");
		this.duplicates = meters.counter("recap.history.messages", "outcome", "known");
		this.skipped = meters.counter("recap.history.records", "outcome", "skipped");
		this.setAside = meters.counter("recap.history.records", "outcome", "set-aside");
		this.batches = meters.timer("recap.history.batch");
	}

	/** Where records go that can never be stored. */
	interface DeadLetters {

		/** Publishes a record as it came and waits until it is in the log. */
		void publish(ConsumerRecord<byte[], byte[]> record, String reason);

	}

	/**
	 * Applies records, those of a partition in their order.
	 * @throws MongoException when the database is away; applying them again is safe
	 * @throws IllegalStateException when the client was closed
	 */
	void apply(List<ConsumerRecord<byte[], byte[]>> records) {
		List<Readable> readable = new ArrayList<>();
		for (ConsumerRecord<byte[], byte[]> record : records) {
			// Whatever is no event under its right key is the Streams app's to refile or
			// to set aside.
			if (ChatEventReader.read(record.key(), record.value(), record.partition(), record.offset(),
					record.timestamp()) instanceof ReadResult.Readable read) {
				readable.add(new Readable(record, new Entry(read.event(), record.partition(), record.offset(),
						Instant.ofEpochMilli(record.timestamp()))));
			}
		}
		this.skipped.increment(records.size() - readable.size());
		if (!readable.isEmpty()) {
			this.batches.record(() -> applyTraced(readable));
		}
	}

	private void applyTraced(List<Readable> records) {
		try (Traces.Work work = this.traces.batch("archive chat-messages",
				() -> records.stream().map((each) -> each.record().headers()).iterator())) {
			work.tag("messaging.batch.message_count", String.valueOf(records.size()));
			applyOrHalve(records);
		}
	}

	private record Readable(ConsumerRecord<byte[], byte[]> record, Entry entry) {
	}

	private void applyOrHalve(List<Readable> records) {
		RuntimeException refusal = attempt(records);
		if (refusal == null) {
			return;
		}
		if (records.size() == 1) {
			setAside(records.getFirst().record(), refusal);
			return;
		}
		int half = records.size() / 2;
		applyOrHalve(records.subList(0, half));
		applyOrHalve(records.subList(half, records.size()));
	}

	private void setAside(ConsumerRecord<byte[], byte[]> record, RuntimeException refusal) {
		// Why is said there: the reason may hold words of the record, which the log must
		// not.
		log.warn("Record {}-{}:{} cannot be stored and goes to the dead-letter topic: {}", record.topic(),
				record.partition(), record.offset(), refusal.getClass().getName());
		this.deadLetters.publish(record, "It cannot be stored: " + refusal.getMessage());
		this.setAside.increment();
	}

	/** Null when it worked; else why these records can never be stored together. */
	private @Nullable RuntimeException attempt(List<Readable> records) {
		List<Entry> entries = records.stream().map(Readable::entry).toList();
		for (int tries = 1;; tries++) {
			try {
				count(entries, this.archive.apply(entries));
				return null;
			}
			catch (RuntimeException ex) {
				if (isRefusal(ex)) {
					return ex;
				}
				// Two upserts of one id at the same time: the next try finds it there.
				if (!isDuplicate(ex) || tries == TRIES) {
					throw ex;
				}
			}
		}
	}

	private void count(List<Entry> entries, long fresh) {
		long messages = entries.stream().filter((entry) -> entry.event() instanceof MessagePosted).count();
		this.stored.increment(fresh);
		this.duplicates.increment(messages - fresh);
	}

	/**
	 * Whether it is the data's fault; whatever else fails may work later, and records
	 * wait for it.
	 */
	private static boolean isRefusal(RuntimeException failure) {
		return switch (failure) {
			case MongoBulkWriteException bulk -> bulk.getWriteConcernError() == null
					&& bulk.getWriteErrors().stream().anyMatch((error) -> REFUSALS.contains(error.getCode()));
			case MongoException other -> REFUSALS.contains(other.getCode());
			case BSONException unencodable -> true;
			case IllegalArgumentException invalid -> true;
			case JacksonException unwritable -> true;
			default -> false;
		};
	}

	private static boolean isDuplicate(RuntimeException failure) {
		return switch (failure) {
			case MongoBulkWriteException bulk -> bulk.getWriteConcernError() == null
					&& bulk.getWriteErrors().stream().allMatch((error) -> error.getCode() == DUPLICATE_KEY);
			case MongoException other -> other.getCode() == DUPLICATE_KEY;
			default -> false;
		};
	}

}
