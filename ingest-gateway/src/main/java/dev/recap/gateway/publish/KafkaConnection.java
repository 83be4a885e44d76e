package dev.recap.gateway.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.recap.observe.Vital;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.ApiException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Kafka is there: a thread of its own connects, creates missing topics and looks
 * again and again, so that nobody who serves a request ever waits to find out.
 */
public final class KafkaConnection implements Vital, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(KafkaConnection.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	private static final Duration METADATA_WAIT = Duration.ofSeconds(2);

	private static final long CLOSE_WAIT = TimeUnit.SECONDS.toMillis(5);

	private final Map<String, Object> adminProperties;

	private final Map<String, Object> producerProperties;

	private final TopicSettings topics;

	private final PublisherSettings settings;

	private final Thread watch = Thread.ofPlatform().daemon().name("kafka-connection").unstarted(this::run);

	private final Semaphore doubts = new Semaphore(0);

	private volatile @Nullable Admin admin;

	private volatile @Nullable Producer<byte[], byte[]> producer;

	private volatile boolean up;

	private volatile boolean closed;

	private String lastSaid = "";

	private volatile long lastSuccess = System.nanoTime();

	public KafkaConnection(Map<String, Object> adminProperties, Map<String, Object> producerProperties,
			TopicSettings topics, PublisherSettings settings) {
		this.adminProperties = new HashMap<>(adminProperties);
		this.adminProperties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
		this.adminProperties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2500);
		this.producerProperties = ProducerProperties.of(producerProperties, settings);
		this.topics = topics;
		this.settings = settings;
	}

	public void start() {
		this.watch.start();
	}

	@Override
	public String vitalName() {
		return "kafka-connection";
	}

	@Override
	public boolean alive() {
		return this.closed || this.watch.getState() == Thread.State.NEW || this.watch.isAlive();
	}

	/** Whether Kafka was there when it was last looked at. */
	public boolean up() {
		return this.up;
	}

	/**
	 * For asking the cluster.
	 * @throws ApiException 503 when Kafka is away
	 */
	public Admin admin() {
		Admin current = this.admin;
		if (!this.up || current == null) {
			throw away();
		}
		return current;
	}

	/**
	 * How many partitions a topic has.
	 * @throws ApiException 503 when Kafka is away
	 */
	public int partitions(Topic topic) {
		try {
			return producer().partitionsFor(this.topics.name(topic)).size();
		}
		catch (KafkaException ex) {
			throw away();
		}
	}

	Producer<byte[], byte[]> producer() {
		Producer<byte[], byte[]> current = this.producer;
		if (!this.up || current == null) {
			throw away();
		}
		return current;
	}

	/** Something was acknowledged. */
	void succeeded() {
		this.lastSuccess = System.nanoTime();
	}

	/** Something begun at a time failed; Kafka is away if nothing went well since. */
	void failed(long begunAt, Exception failure) {
		if (this.lastSuccess - begunAt < 0 && this.up) {
			this.up = false;
			log.warn("Kafka does not answer: {}", failure.getMessage());
			this.doubts.release();
		}
	}

	static ApiException away() {
		return ApiException.unavailable("Kafka is away, so nothing was taken; send it again later", RETRY_AFTER);
	}

	@Override
	public void close() {
		this.closed = true;
		this.up = false;
		this.watch.interrupt();
		try {
			this.watch.join(CLOSE_WAIT);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.producer != null) {
			this.producer.close(this.settings.deliveryTimeout());
		}
		if (this.admin != null) {
			this.admin.close(Duration.ofSeconds(1));
		}
	}

	private void run() {
		try {
			while (!this.closed) {
				look();
				Duration pause = this.up ? this.settings.probeInterval() : this.settings.retryInterval();
				if (this.doubts.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
					this.doubts.drainPermits();
					TimeUnit.MILLISECONDS.sleep(this.settings.retryInterval().toMillis());
				}
			}
		}
		catch (InterruptedException | InterruptException ex) {
			log.debug("No longer looking at Kafka");
		}
	}

	private void look() throws InterruptedException {
		long begunAt = System.nanoTime();
		try {
			connect();
			awaitMetadata();
			if (!this.up) {
				log.info("Kafka is there");
				this.lastSaid = "";
				this.up = true;
			}
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (KafkaException | IllegalStateException | ExecutionException ex) {
			failed(begunAt, ex);
			sayOnce(ex);
		}
	}

	/** A wrong setting looks like a cluster that is away, so its reason must be seen. */
	private void sayOnce(Exception failure) {
		Throwable reason = (failure.getCause() != null) ? failure.getCause() : failure;
		String said = String.valueOf(reason.getMessage());
		if (!said.equals(this.lastSaid)) {
			this.lastSaid = said;
			log.warn("Waiting for Kafka at {}: {}",
					this.adminProperties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), said);
		}
	}

	private void connect() throws InterruptedException, ExecutionException {
		Admin current = this.admin;
		if (current == null) {
			current = Admin.create(this.adminProperties);
			this.admin = current;
		}
		current.describeCluster().nodes().get();
		if (!this.up) {
			create(current);
		}
		if (this.producer == null) {
			this.producer = new KafkaProducer<>(this.producerProperties, new ByteArraySerializer(),
					new ByteArraySerializer());
		}
	}

	/** A cluster whose topics others create may refuse it; their metadata decides. */
	private void create(Admin current) {
		try {
			TopicCreator.create(current, this.topics, Topic.values());
		}
		catch (IllegalStateException ex) {
			log.warn("{}", ex.getMessage());
		}
	}

	/**
	 * Keeps the producer's metadata fresh, so that no send has to wait for it: it forgets
	 * a topic that was not used for some minutes.
	 */
	private void awaitMetadata() throws InterruptedException {
		long deadline = System.nanoTime() + METADATA_WAIT.toNanos();
		for (Topic topic : List.of(Topic.CHAT_MESSAGES, Topic.SUMMARY_REQUESTS, Topic.REPLY_REQUESTS,
				Topic.REPLY_CHUNKS, Topic.PRESENCE, Topic.CHAT_MESSAGES_DLT, Topic.ACCESS_KEYS)) {
			while (!known(topic)) {
				if (System.nanoTime() - deadline > 0) {
					throw new TimeoutException("Topic " + this.topics.name(topic) + " is not known");
				}
				TimeUnit.MILLISECONDS.sleep(10);
			}
		}
	}

	private boolean known(Topic topic) {
		Producer<byte[], byte[]> current = this.producer;
		try {
			return current != null && !current.partitionsFor(this.topics.name(topic)).isEmpty();
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

}
