package dev.recap.worker.share;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.recap.observe.Lag;
import dev.recap.observe.Vital;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Members of a share group: each takes a few records, works on all of them at once,
 * renews its hold on what takes longer, and acknowledges each when it is done (KIP-932,
 * KIP-1222).
 *
 * <p>
 * A record is delivered a limited number of times, so one whose work merely has to wait
 * is held and not given back. One that fails time after time goes to the dead-letter
 * topic.
 */
public final class ShareWorkers implements SmartLifecycle, Vital {

	private static final Logger log = LoggerFactory.getLogger(ShareWorkers.class);

	/** The broker's default {@code group.share.delivery.count.limit}. */
	private static final int LAST_DELIVERY = 5;

	/** The broker's default {@code group.share.record.lock.duration.ms}. */
	private static final int DEFAULT_LOCK = 30_000;

	private static final long LAG_SECONDS = 10;

	private static final Duration POLL = Duration.ofMillis(500);

	private final String group;

	private final String topic;

	private final Map<String, Object> adminProperties;

	private final Map<String, Object> properties;

	private final int members;

	private final Handler handler;

	private final BiConsumer<ConsumerRecord<byte[], byte[]>, String> deadLetters;

	private Supplier<ShareConsumer<byte[], byte[]>> consumers = this::consumer;

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final List<Thread> helpers = new ArrayList<>();

	private volatile CountDownLatch warm = new CountDownLatch(0);

	private volatile boolean running;

	private boolean configured;

	private volatile long lag;

	private volatile Consumer<ConsumerRecord<byte[], byte[]>> begun = (record) -> {
	};

	/** Works off one record. */
	@FunctionalInterface
	public interface Handler {

		/**
		 * Works off a record; returns when its effects are there.
		 * @param delivery how often the record has been delivered, from 1
		 * @throws PoisonException when it can never be worked off
		 */
		void handle(ConsumerRecord<byte[], byte[]> record, int delivery) throws InterruptedException;

	}

	/**
	 * Members that are not running yet.
	 * @param properties of each consumer, at least its bootstrap servers
	 * @param members how many there are
	 * @param atOnce how many records each works on at once
	 * @param deadLetters publishes a record with a reason and waits until it is in the
	 * log
	 */
	public ShareWorkers(String group, String topic, Map<String, Object> adminProperties, Map<String, Object> properties,
			int members, int atOnce, Handler handler, BiConsumer<ConsumerRecord<byte[], byte[]>, String> deadLetters) {
		this.group = group;
		this.topic = topic;
		this.adminProperties = adminProperties;
		this.properties = new HashMap<>(properties);
		this.properties.keySet()
			.removeAll(List.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, ConsumerConfig.ISOLATION_LEVEL_CONFIG,
					ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG));
		this.properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
		this.properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
		this.properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
		this.properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, atOnce);
		this.members = members;
		this.handler = handler;
		this.deadLetters = deadLetters;
	}

	@Override
	public void start() {
		this.running = true;
		this.warm = new CountDownLatch(1);
		for (int i = 0; i < this.members; i++) {
			this.threads.add(Thread.ofPlatform().name(this.group + "-" + i).start(this::run));
		}
		this.helpers.add(Thread.ofVirtual().name(this.group + "-warm").start(this::warmUp));
		this.helpers.add(Thread.ofVirtual().name(this.group + "-lag").start(this::watchLag));
	}

	@Override
	public void stop() {
		this.running = false;
		this.helpers.forEach(Thread::interrupt);
		this.helpers.clear();
		this.threads.forEach(Thread::interrupt);
		for (Thread thread : this.threads) {
			try {
				thread.join(TimeUnit.SECONDS.toMillis(5));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		this.threads.clear();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Shows how much waits for this group and how old what it takes is.
	 * @param role as whose these are shown
	 */
	public ShareWorkers shown(MeterRegistry meters, String role, Clock clock) {
		Timer wait = Timer.builder("recap.requests.wait").tag("role", role).register(meters);
		Lag shown = Lag.shown(meters, role, clock, () -> this.lag);
		this.begun = (record) -> {
			shown.workedOff(record.timestamp());
			wait.record(Math.max(0, clock.millis() - record.timestamp()), TimeUnit.MILLISECONDS);
		};
		return this;
	}

	@Override
	public String vitalName() {
		return this.group;
	}

	@Override
	public boolean alive() {
		return !this.running || this.threads.stream().allMatch(Thread::isAlive);
	}

	/** How much waits is the group's matter, and no member's: the broker is asked. */
	private void watchLag() {
		try {
			while (this.running) {
				TimeUnit.SECONDS.sleep(LAG_SECONDS);
				this.lag = ShareGroup.lag(this.adminProperties, this.group);
			}
		}
		catch (InterruptedException | InterruptException ex) {
			log.debug("{} is no longer watched", this.group);
		}
	}

	/** Whether the group has come to life: a new one takes some seconds. */
	public boolean warm() {
		return this.running && this.warm.getCount() == 0;
	}

	private void warmUp() {
		try {
			awaitAssigned();
			this.warm.countDown();
		}
		catch (InterruptedException | InterruptException ex) {
			log.debug("{} stopped before it was warm", this.group);
		}
	}

	private void awaitAssigned() throws InterruptedException {
		while (true) {
			try {
				ShareGroup.awaitAssigned(this.adminProperties, this.group);
				return;
			}
			catch (InterruptException ex) {
				throw ex;
			}
			catch (KafkaException ex) {
				log.debug("{} cannot be asked for", this.group, ex);
				TimeUnit.SECONDS.sleep(1);
			}
		}
	}

	private void run() {
		while (this.running) {
			try {
				configure();
				work();
			}
			catch (InterruptException | WakeupException ex) {
				return;
			}
			catch (KafkaException ex) {
				beginAnew(ex);
				pause();
			}
		}
	}

	/** The first member does it, and the others wait. */
	private synchronized void configure() {
		if (!this.configured) {
			ShareGroup.configure(this.adminProperties, this.group, this.topic);
			this.configured = true;
		}
	}

	private synchronized void beginAnew(KafkaException failure) {
		log.warn("{} begins anew: {}", this.group, failure.getMessage());
		this.configured = false;
	}

	private ShareConsumer<byte[], byte[]> consumer() {
		return new KafkaShareConsumer<>(this.properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	/** Takes the place of Kafka's own consumers, whose faults come when they like. */
	void consumers(Supplier<ShareConsumer<byte[], byte[]>> consumers) {
		this.consumers = consumers;
	}

	private void work() {
		try (ShareConsumer<byte[], byte[]> consumer = this.consumers.get();
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Map<String, Future<?>> working = new LinkedHashMap<>();
			consumer.subscribe(List.of(this.topic));
			try {
				long heard = System.nanoTime();
				while (this.running) {
					if (step(consumer, threads, working) || working.isEmpty()) {
						heard = System.nanoTime();
					}
					else if (System.nanoTime() - heard > TimeUnit.MILLISECONDS.toNanos(lock(consumer))) {
						throw new KafkaException("what it holds did not come back in time");
					}
				}
			}
			finally {
				// What is given back is delivered again at once, to whoever is left.
				working.values().forEach((work) -> work.cancel(true));
				threads.shutdownNow();
				Thread.interrupted();
			}
		}
	}

	/**
	 * Takes what there is, and answers for it.
	 * @return whether there was anything; what is held comes again with every renewal. A
	 * client whose broker is lost can forget a renewal and then waits for it for ever,
	 * taking nothing (KAFKA-20330)
	 */
	private boolean step(ShareConsumer<byte[], byte[]> consumer, ExecutorService threads,
			Map<String, Future<?>> working) {
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
		consumer.poll(POLL).forEach(records::add);
		for (ConsumerRecord<byte[], byte[]> record : records) {
			working.computeIfAbsent(key(record), (key) -> threads.submit(() -> {
				int delivery = delivery(record);
				if (delivery >= LAST_DELIVERY) {
					// Whoever took it before did not live to answer; the broker forgets
					// it
					// after this delivery.
					throw new PoisonException("Delivered " + delivery + " times and never answered");
				}
				this.begun.accept(record);
				this.handler.handle(record, delivery);
				return null;
			}));
		}
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lock(consumer) / 3);
		for (ConsumerRecord<byte[], byte[]> record : records) {
			AcknowledgeType answer = answer(record, working.get(key(record)), deadline);
			if (answer != AcknowledgeType.RENEW) {
				working.remove(key(record));
			}
			consumer.acknowledge(record, answer);
		}
		return !records.isEmpty();
	}

	private static int lock(ShareConsumer<byte[], byte[]> consumer) {
		return consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK);
	}

	private AcknowledgeType answer(ConsumerRecord<byte[], byte[]> record, Future<?> work, long deadline) {
		try {
			work.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
			return AcknowledgeType.ACCEPT;
		}
		catch (TimeoutException ex) {
			return AcknowledgeType.RENEW;
		}
		catch (CancellationException ex) {
			return AcknowledgeType.RELEASE;
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
		catch (ExecutionException ex) {
			return failed(record, ex.getCause());
		}
	}

	private AcknowledgeType failed(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
		if (failure instanceof InterruptedException) {
			return AcknowledgeType.RELEASE;
		}
		if (!(failure instanceof PoisonException) && delivery(record) < LAST_DELIVERY) {
			// A failure's message may hold words of the record too.
			log.warn("Record {}-{}:{} failed and is tried again: {}", record.topic(), record.partition(),
					record.offset(), failure.getClass().getName());
			log.debug("Why it failed", failure);
			return AcknowledgeType.RELEASE;
		}
		// Why is said there: the reason may hold words of the record, which the log must
		// not.
		log.warn("Record {}-{}:{} goes to the dead-letter topic", record.topic(), record.partition(), record.offset());
		this.deadLetters.accept(record, String.valueOf(failure.getMessage()));
		return AcknowledgeType.REJECT;
	}

	private static int delivery(ConsumerRecord<byte[], byte[]> record) {
		return record.deliveryCount().map(Short::intValue).orElse(1);
	}

	private static String key(ConsumerRecord<byte[], byte[]> record) {
		return record.partition() + ":" + record.offset();
	}

	private void pause() {
		try {
			TimeUnit.SECONDS.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.running = false;
		}
	}

}
