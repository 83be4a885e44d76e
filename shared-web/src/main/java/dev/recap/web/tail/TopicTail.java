package dev.recap.web.tail;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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

	private final Object rest = new Object();

	private final BooleanSupplier needed;

	private final long attentionNanos;

	/** Done when it follows the log again; guarded by {@code rest}, as all below. */
	private CompletableFuture<Void> following = this.ready;

	private boolean resting;

	private long attendedAt = System.nanoTime();

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
		this(properties, topic, fromStart, listener, deadLetters, () -> true, Duration.ZERO);
	}

	private TopicTail(Map<String, Object> properties, String topic, boolean fromStart,
			Consumer<ConsumerRecord<byte[], byte[]>> listener, DeadLetters deadLetters, BooleanSupplier needed,
			Duration attention) {
		this.deadLetters = deadLetters;
		this.needed = needed;
		this.attentionNanos = attention.toNanos();
		this.properties = properties;
		this.topic = topic;
		this.fromStart = fromStart;
		this.listener = listener;
		this.thread = Thread.ofPlatform().daemon().name("tail-" + topic).unstarted(this::run);
	}

	/**
	 * A tail that is not running yet and rests while nobody needs what comes: to fetch
	 * and unpack a busy topic costs as much for nobody as for many.
	 * @param properties of the consumer, at least its bootstrap servers
	 * @param listener is called by one thread, in the order of each partition
	 * @param needed whether somebody needs it now; who begins to says so by
	 * {@link #attend}
	 * @param attention how long it goes on when nobody needs it any more
	 */
	public static TopicTail whileNeeded(Map<String, Object> properties, String topic,
			Consumer<ConsumerRecord<byte[], byte[]>> listener, BooleanSupplier needed, Duration attention) {
		return new TopicTail(properties, topic, false, listener, DeadLetters.none(), needed, attention);
	}

	public void start() {
		this.thread.start();
	}

	/**
	 * Asks it to follow the log; completes when what is published from then on comes by.
	 * It goes on as long as it pays attention, and after that as long as it is needed.
	 */
	public CompletableFuture<Void> attend() {
		synchronized (this.rest) {
			this.attendedAt = System.nanoTime();
			if (this.resting) {
				this.resting = false;
				this.following = new CompletableFuture<>();
				this.rest.notifyAll();
			}
			return this.following.copy();
		}
	}

	/**
	 * Completes when everything that was in the topic at the start has been read, or is
	 * behind: what is published from then on comes by.
	 */
	public CompletableFuture<Void> ready() {
		return this.ready.copy();
	}

	/** Whether it reads nothing, because nobody needs it. */
	boolean resting() {
		synchronized (this.rest) {
			return this.resting;
		}
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
		synchronized (this.rest) {
			this.rest.notifyAll();
		}
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
		while (awaitNeed()) {
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

	/** Whether it is to go on; waits while it rests. */
	private boolean awaitNeed() {
		this.consumer = null;
		synchronized (this.rest) {
			while (this.resting && !this.closed) {
				try {
					this.rest.wait();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return false;
				}
			}
		}
		return !this.closed;
	}

	/** What comes while it rests is for nobody, so it goes on at the log's end. */
	private boolean rests() {
		synchronized (this.rest) {
			if (this.needed.getAsBoolean()) {
				this.attendedAt = System.nanoTime();
				return false;
			}
			this.resting = this.following.isDone() && System.nanoTime() - this.attendedAt >= this.attentionNanos;
			if (this.resting) {
				this.next.clear();
			}
			return this.resting;
		}
	}

	private void followed() {
		synchronized (this.rest) {
			this.following.complete(null);
		}
	}

	private void read(KafkaConsumer<byte[], byte[]> consumer) {
		Set<TopicPartition> assigned = new HashSet<>();
		Map<TopicPartition, Long> target = Map.of();
		long looked = 0;
		boolean reached = false;
		while (!this.closed && !rests()) {
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
			if (!reached && reached(consumer, target)) {
				reached = true;
				followed();
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
