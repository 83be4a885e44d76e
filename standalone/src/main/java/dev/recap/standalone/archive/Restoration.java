package dev.recap.standalone.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.topic.DeadLetter;
import dev.recap.schema.topic.RecordHeaders;
import dev.recap.worker.archive.ArchiveFile;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a file holds: the conversation as it was made, its messages under their
 * own ids and times, and its end. Messages that are there already change nothing.
 */
final class Restoration implements ArchiveFile.Content, AutoCloseable {

	private final Producer<byte[], byte[]> producer;

	private final String topic;

	private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

	private final Set<String> users = new TreeSet<>();

	private ArchiveFile.@Nullable Header header;

	private int messages;

	private int leftOut;

	Restoration(Map<String, Object> clients, String topic) {
		Map<String, Object> settings = new HashMap<>(clients);
		settings.put(ProducerConfig.ACKS_CONFIG, "all");
		settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DeadLetter.MAX_REQUEST_BYTES);
		settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
		settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
		this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
		this.topic = topic;
	}

	@Override
	public void header(ArchiveFile.Header given) {
		this.header = given;
		publish(new ConversationUpdated(given.id(), given.createdAt(), given.title(), given.userId(),
				given.metadata()));
	}

	@Override
	public void message(MessagePosted message) {
		publish(message);
		this.users.add(message.userId());
		this.messages++;
	}

	@Override
	public void other(String type, String line) {
		this.leftOut++;
	}

	/** Returns when everything is in the log, with what it was. */
	String finish() {
		ArchiveFile.Header given = this.header;
		if (given == null) {
			throw new IllegalArgumentException("It holds no conversation");
		}
		if (given.status().equals("ended")) {
			publish(new ConversationEnded(given.id(), given.updatedAt()));
		}
		this.producer.flush();
		Exception failed = this.failure.get();
		if (failed != null) {
			throw new KafkaException("not everything is in the log, so restore it again: " + failed.getMessage(),
					failed);
		}
		return "%s: %d messages of %d users were published; %d summaries and items are made anew".formatted(given.id(),
				this.messages, this.users.size(), this.leftOut);
	}

	private void publish(ChatEvent event) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(this.topic, ChatEventWriter.key(event),
				ChatEventWriter.value(event));
		RecordHeaders.stamp(record.headers());
		this.producer.send(record, (metadata, failed) -> {
			if (failed != null) {
				this.failure.compareAndSet(null, failed);
			}
		});
	}

	@Override
	public void close() {
		this.producer.close();
	}

}
