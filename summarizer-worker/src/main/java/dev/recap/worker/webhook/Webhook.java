package dev.recap.worker.webhook;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what is published to one endpoint, in order and at least once: an event that
 * cannot be posted is tried again, ever more slowly, until it is given up.
 */
final class Webhook {

	private static final Logger log = LoggerFactory.getLogger(Webhook.class);

	private static final Duration POLL = Duration.ofMillis(500);

	private static final int REMEMBERED = 10_000;

	private final Endpoint endpoint;

	private final WebhookSettings settings;

	private final Map<String, Object> properties;

	private final String topic;

	private final Events events;

	private final Sender sender;

	private final MeterRegistry meters;

	private final Set<String> posted = Collections.newSetFromMap(new LinkedHashMap<>() {
		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > REMEMBERED;
		}
	});

	private volatile boolean running;

	private Thread thread = new Thread();

	Webhook(Endpoint endpoint, WebhookSettings settings, Map<String, Object> properties, String topic, Events events,
			Sender sender, MeterRegistry meters) {
		this.endpoint = endpoint;
		this.settings = settings;
		this.properties = new HashMap<>(properties);
		this.properties.put(ConsumerConfig.GROUP_ID_CONFIG, endpoint.group());
		this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, endpoint.offsetReset());
		this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		this.properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
		this.topic = topic;
		this.events = events;
		this.sender = sender;
		this.meters = meters;
	}

	void start() {
		this.running = true;
		this.thread = Thread.ofPlatform().name(this.endpoint.group()).start(this::run);
	}

	void stop() {
		this.running = false;
		try {
			if (!this.thread.join(Duration.ofSeconds(2))) {
				// It waits for an answer.
				this.thread.interrupt();
				this.thread.join(TimeUnit.SECONDS.toMillis(5));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	boolean alive() {
		return !this.running || this.thread.isAlive();
	}

	private void run() {
		while (this.running) {
			try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(this.properties,
					new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
				consumer.subscribe(List.of(this.topic), new FirstOffsets(consumer));
				while (this.running) {
					post(consumer.poll(POLL), consumer);
				}
			}
			catch (InterruptException ex) {
				return;
			}
			catch (KafkaException | MongoException ex) {
				log.warn("The webhook of {} begins anew: {}", this.endpoint.shown(), ex.getMessage());
				pause();
			}
			catch (RuntimeException ex) {
				log.error("The webhook of {} begins anew after a failure nobody expected", this.endpoint.shown(), ex);
				pause();
			}
		}
	}

	private void post(ConsumerRecords<byte[], byte[]> records, KafkaConsumer<byte[], byte[]> consumer) {
		for (TopicPartition partition : records.partitions()) {
			for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
				if (!this.running || !consumer.assignment().contains(partition) || !post(record, consumer)) {
					break;
				}
				commit(consumer, partition, record.offset() + 1);
			}
		}
	}

	private static void commit(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long next) {
		try {
			consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
		}
		catch (RebalanceInProgressException ex) {
			log.debug("A rebalance came first; the next owner posts the event again");
		}
	}

	/** False when it was neither posted nor given up: somebody else will. */
	private boolean post(ConsumerRecord<byte[], byte[]> record, KafkaConsumer<byte[], byte[]> consumer) {
		Event event = this.events.of(record, this.endpoint).orElse(null);
		if (event == null || this.posted.contains(event.id())) {
			return true;
		}
		byte[] body = event.body();
		long begin = System.nanoTime();
		for (Duration wait = this.settings.firstRetry();; wait = longer(wait)) {
			Optional<String> failure = this.sender.post(this.endpoint, event, body);
			if (failure.isEmpty()) {
				this.posted.add(event.id());
				count("posted");
				return true;
			}
			count("failed");
			log.warn("Event {} could not be posted to {}: {}", event.id(), this.endpoint.shown(), failure.get());
			if (System.nanoTime() - begin > this.settings.giveUp().toNanos()) {
				count("given-up");
				log.error("Event {} of {} is given up", event.id(), this.endpoint.shown());
				return true;
			}
			if (!await(jittered(wait), record, consumer)) {
				return false;
			}
		}
	}

	private Duration longer(Duration wait) {
		Duration next = wait.multipliedBy(2);
		return (next.compareTo(this.settings.longestRetry()) > 0) ? this.settings.longestRetry() : next;
	}

	private static Duration jittered(Duration wait) {
		long half = wait.toNanos() / 2;
		return Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half + 1));
	}

	/** Waits as a member of the group; false when the partition is another's now. */
	private boolean await(Duration wait, ConsumerRecord<byte[], byte[]> record,
			KafkaConsumer<byte[], byte[]> consumer) {
		TopicPartition partition = new TopicPartition(record.topic(), record.partition());
		long end = System.nanoTime() + wait.toNanos();
		boolean own = true;
		for (long left = wait.toNanos(); this.running && own && left > 0; left = end - System.nanoTime()) {
			consumer.pause(consumer.assignment());
			ConsumerRecords<byte[], byte[]> others = consumer.poll(Duration.ofNanos(Math.min(left, POLL.toNanos())));
			// Of a partition that came just now: they are read again after the wait.
			others.partitions().forEach((each) -> consumer.seek(each, others.records(each).getFirst().offset()));
			own = consumer.assignment().contains(partition);
		}
		consumer.resume(consumer.paused());
		return own && this.running;
	}

	private void count(String outcome) {
		this.meters.counter("recap.webhooks", "endpoint", this.endpoint.shown(), "outcome", outcome).increment();
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

	/**
	 * Notes where a new group begins: without that, what is published while it is down
	 * the first time would not be posted.
	 */
	private record FirstOffsets(KafkaConsumer<byte[], byte[]> consumer) implements ConsumerRebalanceListener {

		@Override
		public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
			Map<TopicPartition, OffsetAndMetadata> known = this.consumer.committed(Set.copyOf(partitions));
			Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
			for (TopicPartition partition : partitions) {
				if (known.get(partition) == null) {
					first.put(partition, new OffsetAndMetadata(this.consumer.position(partition)));
				}
			}
			if (!first.isEmpty()) {
				this.consumer.commitSync(first);
			}
		}

		@Override
		public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
			log.debug("Partitions move to another instance: {}", partitions);
		}

	}

}
