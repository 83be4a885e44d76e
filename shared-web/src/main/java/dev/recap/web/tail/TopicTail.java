package dev.recap.web.tail;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.recap.observe.Vital;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every record of a topic as it comes, to this instance alone: no group, no offsets kept.
 */
public final class TopicTail implements Vital, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(TopicTail.class);

	private static final Duration POLL = Duration.ofMillis(500);

	private static final long NEW_PARTITIONS = TimeUnit.SECONDS.toNanos(30);

	private final Map<String, Object> properties;

	private final String topic;

	private final boolean fromStart;

	private final Consumer<ConsumerRecord<byte[], byte[]>> listener;

	private final DeadLetters deadLetters;

	/** Where each partition goes on when the consumer has to be made anew. */
	private final Map<TopicPartition, Long> next = new HashMap<>();

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private final Thread thread;

	private volatile boolean closed;

	private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

	/**
	 * A tail that is not running yet; records on which the listener fails are counted as
	 * skipped.
	 * @param properties of the consumer, at least its bootstrap servers
	 * @param fromStart whether it begins with the oldest record, else with what comes
	 * @param listener is called by one thread, in the order of each partition
	 */
	public TopicTail(Map<String, Object> properties, String topic, boolean fromStart,
			Consumer<ConsumerRecord<byte[], byte[]>> listener) {
		this(properties, topic, fromStart, listener, DeadLetters.none());
	}

	/**
	 * A tail that is not running yet, of a topic that nobody else reads whole.
	 * @param properties of the consumer, at least its bootstrap servers
	 * @param fromStart whether it begins with the oldest record, else with what comes
	 * @param listener is called by one thread, in the order of each partition
	 * @param deadLetters takes a record on which the listener failed, and why
	 */
	public TopicTail(Map<String, Object> properties, String topic, boolean fromStart,
			Consumer<ConsumerRecord<byte[], byte[]>> listener, DeadLetters deadLetters) {
		this.deadLetters = deadLetters;
		this.properties = properties;
		this.topic = topic;
		this.fromStart = fromStart;
		this.listener = listener;
		this.thread = Thread.ofPlatform().daemon().name("tail-" + topic).unstarted(this::run);
	}

	public void start() {
		this.thread.start();
	}

	/**
	 * Completes when everything that was in the topic at the start has been read, or is
	 * behind: what is published from then on comes by.
	 */
	public CompletableFuture<Void> ready() {
		return this.ready.copy();
	}

	@Override
	public String vitalName() {
		return this.thread.getName();
	}

	@Override
	public boolean alive() {
		return this.closed || this.thread.getState() == Thread.State.NEW || this.thread.isAlive();
	}

	/** Whether everything that was there at the start has been read. */
	public boolean caughtUp() {
		return this.ready.isDone();
	}

	@Override
	public void close() {
		this.closed = true;
		KafkaConsumer<byte[], byte[]> current = this.consumer;
		if (current != null) {
			current.wakeup();
		}
		try {
			this.thread.join(TimeUnit.SECONDS.toMillis(5));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		while (!this.closed) {
			try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(this.properties,
					new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
				this.consumer = consumer;
				read(consumer);
			}
			catch (InterruptException | WakeupException ex) {
				return;
			}
			catch (KafkaException ex) {
				log.warn("The tail of {} broke off and begins anew: {}", this.topic, ex.getMessage());
				pause();
			}
		}
	}

	private void read(KafkaConsumer<byte[], byte[]> consumer) {
		Set<TopicPartition> assigned = new HashSet<>();
		Map<TopicPartition, Long> target = Map.of();
		long looked = 0;
		while (!this.closed) {
			if (assigned.isEmpty() || System.nanoTime() - looked > NEW_PARTITIONS) {
				looked = System.nanoTime();
				boolean first = assigned.isEmpty();
				assign(consumer, assigned, first);
				if (first && !assigned.isEmpty()) {
					target = consumer.endOffsets(assigned);
				}
			}
			if (assigned.isEmpty()) {
				pause();
				continue;
			}
			consumer.poll(POLL).forEach(this::deliver);
			if (!this.ready.isDone() && reached(consumer, target)) {
				this.ready.complete(null);
			}
		}
	}

	private void assign(KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> assigned, boolean first) {
		List<TopicPartition> added = consumer.partitionsFor(this.topic)
			.stream()
			.map((partition) -> new TopicPartition(this.topic, partition.partition()))
			.filter((partition) -> !assigned.contains(partition))
			.toList();
		if (added.isEmpty()) {
			return;
		}
		assigned.addAll(added);
		consumer.assign(assigned);
		for (TopicPartition partition : added) {
			Long known = this.next.get(partition);
			if (known != null) {
				consumer.seek(partition, known);
			}
			else if (first && !this.fromStart) {
				consumer.seekToEnd(List.of(partition));
			}
			else {
				consumer.seekToBeginning(List.of(partition));
			}
		}
		// Positions are looked up lazily; what comes after this must not be missed.
		added.forEach((partition) -> this.next.put(partition, consumer.position(partition)));
	}

	private boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> target) {
		return target.entrySet().stream().allMatch((each) -> consumer.position(each.getKey()) >= each.getValue());
	}

	private void deliver(ConsumerRecord<byte[], byte[]> record) {
		this.next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
		try {
			this.listener.accept(record);
		}
		catch (RuntimeException ex) {
			// Its message may hold words of the record, which the log must not.
			log.warn("Record {}-{}:{} was skipped: {}", record.topic(), record.partition(), record.offset(),
					ex.getClass().getName());
			this.deadLetters.setAside(record, "It cannot be read: " + ex.getMessage());
		}
	}

	private void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(500);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.closed = true;
		}
	}

}
