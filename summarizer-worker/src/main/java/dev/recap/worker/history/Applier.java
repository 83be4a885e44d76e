package dev.recap.worker.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies records to the archive; one that can never be stored is set aside and does not
 * hold up the others.
 */
final class Applier {

	private static final Logger log = LoggerFactory.getLogger(Applier.class);

	private static final int DUPLICATE_KEY = 11000;

	private static final int TRIES = 5;

	private final Archive archive;

	private final DeadLetters deadLetters;

	Applier(Archive archive, DeadLetters deadLetters) {
		this.archive = archive;
		this.deadLetters = deadLetters;
	}

	/** Where records go that can never be stored. */
	interface DeadLetters {

		/** Publishes a record as it came and waits until it is in the log. */
		void publish(ConsumerRecord<byte[], byte[]> record, String reason);

	}

	/**
	 * Applies records of one partition.
	 * @throws MongoException when the database is away; applying them again is safe
	 */
	void apply(int partition, List<ConsumerRecord<byte[], byte[]>> records) {
		List<Readable> readable = new ArrayList<>();
		for (ConsumerRecord<byte[], byte[]> record : records) {
			// Whatever is no event under its right key is the Streams app's to refile or
			// to set aside.
			if (ChatEventReader.read(record.key(), record.value(), record.partition(), record.offset(),
					record.timestamp()) instanceof ReadResult.Readable read) {
				readable.add(new Readable(record,
						new Entry(read.event(), record.offset(), Instant.ofEpochMilli(record.timestamp()))));
			}
		}
		if (!readable.isEmpty()) {
			applyOrHalve(partition, readable);
		}
	}

	private record Readable(ConsumerRecord<byte[], byte[]> record, Entry entry) {
	}

	private void applyOrHalve(int partition, List<Readable> records) {
		RuntimeException refusal = attempt(partition, records);
		if (refusal == null) {
			return;
		}
		if (records.size() == 1) {
			ConsumerRecord<byte[], byte[]> record = records.getFirst().record();
			log.warn("Record {}-{}:{} cannot be stored and goes to the dead-letter topic", record.topic(),
					record.partition(), record.offset(), refusal);
			this.deadLetters.publish(record, "It cannot be stored: " + refusal.getMessage());
			return;
		}
		int half = records.size() / 2;
		applyOrHalve(partition, records.subList(0, half));
		applyOrHalve(partition, records.subList(half, records.size()));
	}

	/** Null when it worked; else why these records can never be stored together. */
	private @Nullable RuntimeException attempt(int partition, List<Readable> records) {
		List<Entry> entries = records.stream().map(Readable::entry).toList();
		RuntimeException refusal = null;
		for (int i = 0; i < TRIES; i++) {
			try {
				this.archive.apply(partition, entries);
				return null;
			}
			catch (MongoBulkWriteException | MongoWriteException ex) {
				refusal = ex;
				if (ex.getCode() != DUPLICATE_KEY && !isDuplicate(ex)) {
					return refusal;
				}
			}
			catch (MongoException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				return ex;
			}
		}
		return refusal;
	}

	/** Two upserts of one id at the same time: the next try finds it there. */
	private static boolean isDuplicate(MongoException failure) {
		return failure instanceof MongoBulkWriteException bulk
				&& bulk.getWriteErrors().stream().allMatch((error) -> error.getCode() == DUPLICATE_KEY);
	}

}
