package dev.recap.worker.summary;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.recap.observe.Vital;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import dev.recap.schema.topic.Position;
import dev.recap.worker.background.BackgroundThread;
import dev.recap.worker.background.StoppedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log for erasures, and when one is archived removes what was summarized and
 * tells the summaries' topic.
 */
final class Tombstones extends BackgroundThread implements Vital {

	private static final Logger log = LoggerFactory.getLogger(Tombstones.class);

	private static final Duration POLL = Duration.ofMillis(500);

	/**
	 * Silence after which a killed instance's partitions move on: summaries of what was
	 * erased stay until then. Kafka's default is 45 s.
	 */
	private static final int SESSION_TIMEOUT_MS = 10_000;

	/** How long an erasure in a new partition stays unseen at most. */
	private static final int METADATA_MAX_AGE_MS = 10_000;

	private static final byte[] DELETED = "delete".getBytes(StandardCharsets.UTF_8);

	private static final byte[] USER_ERASED = UserErased.TYPE.getBytes(StandardCharsets.UTF_8);

	private final Map<String, Object> properties;

	private final String topic;

	private final SummaryStore store;

	private final Summarizer summarizer;

	Tombstones(Map<String, Object> properties, String group, String topic, SummaryStore store, Summarizer summarizer) {
		super(Thread.ofPlatform().name("tombstones"));
		this.properties = new HashMap<>(properties);
		this.properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
		this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		this.properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		this.properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
		this.properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
		this.properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MS / 4);
		this.properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
		this.topic = topic;
		this.store = store;
		this.summarizer = summarizer;
	}

	@Override
	protected void end(Thread running) throws InterruptedException {
		if (!running.join(Duration.ofSeconds(2))) {
			// It waits for an archive that is behind.
			running.interrupt();
		}
	}

	@Override
	public String vitalName() {
		return "tombstones";
	}

	@Override
	public boolean alive() {
		return runsAsItShould();
	}

	@Override
	protected void run() {
		while (isRunning()) {
			try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(this.properties,
					new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
				consumer.subscribe(List.of(this.topic));
				while (isRunning()) {
					ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
					records.forEach(this::follow);
					if (!records.isEmpty()) {
						consumer.commitSync();
					}
				}
			}
			catch (InterruptException | WakeupException | StoppedException ex) {
				return;
			}
			catch (KafkaException ex) {
				log.warn("Erasures are followed anew: {}", ex.getMessage());
				pause();
			}
			catch (RuntimeException ex) {
				log.error("Erasures are followed anew after a failure nobody expected", ex);
				pause();
			}
		}
	}

	private void follow(ConsumerRecord<byte[], byte[]> record) {
		if (mayErase(record.value()) && ChatEventReader.read(record.key(), record.value(), record.partition(),
				record.offset(), record.timestamp()) instanceof ReadResult.Readable read && erases(read.event())) {
			// A summary stored while the archiver erased is found only after that.
			this.store.await(new Position(record.partition(), record.offset()));
			this.summarizer.erased(read.event().conversationId());
		}
	}

	private static boolean erases(ChatEvent event) {
		return event instanceof UserErased || (event instanceof ConversationDeleted deleted && deleted.hard());
	}

	/** Reading every message as JSON once more, only to find none, would be a waste. */
	private static boolean mayErase(byte @Nullable [] value) {
		if (value == null) {
			return true;
		}
		return contains(value, DELETED) || contains(value, USER_ERASED);
	}

	private static boolean contains(byte[] value, byte[] word) {
		for (int i = 0; i + word.length <= value.length; i++) {
			if (Arrays.equals(value, i, i + word.length, word, 0, word.length)) {
				return true;
			}
		}
		return false;
	}

}
