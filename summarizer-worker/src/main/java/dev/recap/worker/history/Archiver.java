package dev.recap.worker.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.mongodb.MongoException;
import dev.recap.observe.Vital;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads the log and applies it; the offsets it commits are never ahead of the database.
 */
final class Archiver implements SmartLifecycle, Vital {

	private static final Logger log = LoggerFactory.getLogger(Archiver.class);

	private static final Duration POLL = Duration.ofMillis(500);

	/** Fewer records than this are not worth a lane of their own. */
	private static final int WORTH_A_LANE = 100;

	private final Supplier<Consumer<byte[], byte[]>> consumers;

	private final String topic;

	private final Applier applier;

	private final Archive archive;

	private final Runnable indexes;

	private final Duration backoff;

	private final Lanes lanes;

	private final Busyness busyness = new Busyness();

	private final Map<TopicPartition, Long> noted = new HashMap<>();

	private volatile boolean running;

	private volatile boolean joined;

	private volatile boolean away;

	private volatile boolean leads;

	private volatile long lag;

	private volatile LongConsumer workedOff = (writtenAt) -> {
	};

	private volatile boolean assigned;

	private Thread thread = new Thread();

	/**
	 * An archiver that is not running yet.
	 * @param indexes makes sure that the database has its indexes
	 * @param lanes how many batches of different conversations are applied at once
	 */
	Archiver(Supplier<Consumer<byte[], byte[]>> consumers, String topic, Applier applier, Archive archive,
			Runnable indexes, Duration backoff, int lanes) {
		this.consumers = consumers;
		this.topic = topic;
		this.applier = applier;
		this.archive = archive;
		this.indexes = indexes;
		this.backoff = backoff;
		this.lanes = new Lanes(lanes);
	}

	@Override
	public void start() {
		this.running = true;
		this.thread = Thread.ofPlatform().name("archiver").start(this::run);
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			this.thread.join(TimeUnit.SECONDS.toMillis(5));
			this.thread.interrupt();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public String vitalName() {
		return "archiver";
	}

	@Override
	public boolean alive() {
		return !this.running || this.thread.isAlive();
	}

	/** Whether it has partitions to read. */
	boolean assigned() {
		return this.assigned;
	}

	/** Who is told when what was archived last had been written. */
	void onWorkedOff(LongConsumer workedOff) {
		this.workedOff = workedOff;
	}

	/** Whether it has joined its group and reaches the database. */
	boolean healthy() {
		return this.joined && !this.away;
	}

	/** Whether it has the first partition. */
	boolean leads() {
		return this.running && this.leads;
	}

	/** Which part of its time it works. */
	Workload workload() {
		return this.busyness;
	}

	/** How many records of its partitions it has yet to apply. */
	long lag() {
		return this.lag;
	}

	private void run() {
		while (this.running) {
			try (Consumer<byte[], byte[]> consumer = this.consumers.get()) {
				this.noted.clear();
				this.indexes.run();
				consumer.subscribe(List.of(this.topic), followingTheDatabase(consumer));
				while (this.running) {
					step(consumer);
				}
			}
			catch (InterruptException | WakeupException ex) {
				return;
			}
			catch (KafkaException | MongoException ex) {
				log.warn("The archiver begins anew: {}", ex.getMessage());
				beginAnew(ex);
			}
			catch (RuntimeException ex) {
				// A client that is closed while it stops is no failure.
				if (this.running) {
					log.error("The archiver begins anew after a failure nobody expected", ex);
					beginAnew(ex);
				}
			}
		}
	}

	/**
	 * A database that was restored to an older state knows less than was committed, and
	 * what it knows is what counts.
	 */
	private ConsumerRebalanceListener followingTheDatabase(Consumer<byte[], byte[]> consumer) {
		return new ConsumerRebalanceListener() {

			@Override
			public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
				partitions.forEach((partition) -> goBack(consumer, partition));
			}

			@Override
			public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
				// Whatever was applied is noted and committed.
			}

		};
	}

	private void goBack(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
		long applied = this.archive.progress(partition.partition());
		long committed = consumer.position(partition);
		if (applied >= committed) {
			return;
		}
		long start = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
		if (applied > 0 && applied < start) {
			log.warn("MongoDB has applied {} up to {}, and the log begins at {}: what lay between is gone", partition,
					applied, start);
		}
		if (Math.max(applied, start) < committed) {
			log.warn("MongoDB has applied {} up to {} and not to {}: what follows is applied again", partition, applied,
					committed);
			consumer.seek(partition, Math.max(applied, start));
		}
		this.noted.remove(partition);
	}

	private void beginAnew(RuntimeException failure) {
		this.joined = false;
		this.leads = false;
		this.assigned = false;
		this.away = failure instanceof MongoException;
		pause();
	}

	/** One poll: everything it returns is applied and noted, or read again later. */
	void step(Consumer<byte[], byte[]> consumer) {
		ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
		this.joined = consumer.groupMetadata().generationId() >= 0;
		this.leads = consumer.assignment().contains(new TopicPartition(this.topic, 0));
		this.assigned = !consumer.assignment().isEmpty();
		long start = System.nanoTime();
		try {
			apply(records);
			for (TopicPartition partition : records.partitions()) {
				this.workedOff.accept(records.records(partition).getLast().timestamp());
			}
			Map<TopicPartition, OffsetAndMetadata> moved = note(consumer);
			this.away = false;
			commit(consumer, moved);
			this.lag = lag(consumer);
			this.busyness.worked(start);
		}
		catch (MongoException ex) {
			if (!this.away) {
				log.warn("MongoDB is away, records wait in the log: {}", ex.getMessage());
			}
			this.away = true;
			readAgain(consumer, records);
			pause();
		}
	}

	/**
	 * Conversations do not depend on each other, so each lane takes the records of its
	 * own, a partition's in their order. What was applied when another lane fails is
	 * known to be so by its conversations, and changes nothing when it comes again.
	 */
	private void apply(ConsumerRecords<byte[], byte[]> records) {
		int count = Math.clamp(records.count() / WORTH_A_LANE, 1, this.lanes.count());
		List<List<ConsumerRecord<byte[], byte[]>>> shares = Stream
			.<List<ConsumerRecord<byte[], byte[]>>>generate(ArrayList::new)
			.limit(count)
			.toList();
		for (ConsumerRecord<byte[], byte[]> record : records) {
			shares.get(Math.floorMod(Arrays.hashCode(record.key()), count)).add(record);
		}
		this.lanes.run(shares.stream().map(this::work).toList());
	}

	private Runnable work(List<ConsumerRecord<byte[], byte[]>> share) {
		return () -> this.applier.apply(share);
	}

	/**
	 * Markers of transactions take offsets too: the position knows them, records do not.
	 */
	private Map<TopicPartition, OffsetAndMetadata> note(Consumer<byte[], byte[]> consumer) {
		Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
		for (TopicPartition partition : consumer.assignment()) {
			long position = consumer.position(partition);
			if (position > this.noted.getOrDefault(partition, -1L)) {
				moved.put(partition, new OffsetAndMetadata(position));
			}
		}
		Map<Integer, Long> next = new HashMap<>();
		moved.forEach((partition, offset) -> next.put(partition.partition(), offset.offset()));
		this.archive.advance(next);
		moved.forEach((partition, offset) -> this.noted.put(partition, offset.offset()));
		return moved;
	}

	/**
	 * Nobody waits for it: whoever begins before a commit applies some records again,
	 * which changes nothing.
	 */
	private static void commit(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> moved) {
		if (!moved.isEmpty()) {
			consumer.commitAsync(moved, (offsets, failure) -> {
				if (failure != null) {
					log.debug("Not committed: {}", failure.getMessage());
				}
			});
		}
	}

	private static long lag(Consumer<byte[], byte[]> consumer) {
		return consumer.assignment().stream().mapToLong((partition) -> consumer.currentLag(partition).orElse(0)).sum();
	}

	private static void readAgain(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
		for (TopicPartition partition : records.partitions()) {
			if (consumer.assignment().contains(partition)) {
				consumer.seek(partition, records.records(partition).getFirst().offset());
			}
		}
	}

	private void pause() {
		try {
			TimeUnit.NANOSECONDS.sleep(this.backoff.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.running = false;
		}
	}

}
