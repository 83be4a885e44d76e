package dev.recap.benchmarks.scenario;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import com.mongodb.client.MongoDatabase;
import dev.recap.benchmarks.load.Messages;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.event.Role;
import dev.recap.schema.store.ProgressDocument;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Messages that lie in the log, and how far its readers are. */
final class Backlog implements AutoCloseable {

	static final String TOPIC = "chat-messages";

	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private final Admin admin;

	private final KafkaProducer<byte[], byte[]> producer;

	private final String topic;

	private final Messages messages = new Messages(5);

	private long written;

	Backlog(String bootstrapServers, String topic) {
		this.topic = topic;
		this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
		this.producer = new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.ACKS_CONFIG, "all",
						ProducerConfig.LINGER_MS_CONFIG, 5, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
				new ByteArraySerializer(), new ByteArraySerializer());
	}

	/**
	 * Writes messages, spread over conversations one after the other, each with an id of
	 * its own.
	 */
	void write(int count, String prefix, int conversations, String user) {
		for (int i = 0; i < count; i++) {
			String conversation = prefix + i % conversations;
			this.producer.send(new ProducerRecord<>(this.topic, conversation.getBytes(StandardCharsets.UTF_8),
					ChatEventWriter.value(message(conversation, user))));
		}
		this.producer.flush();
	}

	private MessagePosted message(String conversation, String user) {
		return message(conversation, "m-" + this.written++, user, this.messages.text());
	}

	static MessagePosted message(String conversation, String id, String user, String text) {
		return new MessagePosted(conversation, id, user, Role.USER, text,
				Instant.ofEpochMilli(System.currentTimeMillis()), Map.of(), null, null);
	}

	/** How many records the log has. */
	long end() {
		try {
			Collection<TopicPartition> partitions = this.admin.describeTopics(List.of(this.topic))
				.topicNameValues()
				.get(this.topic)
				.get()
				.partitions()
				.stream()
				.map((partition) -> new TopicPartition(this.topic, partition.partition()))
				.toList();
			return this.admin
				.listOffsets(partitions.stream()
					.collect(Collectors.toMap((partition) -> partition, (partition) -> OffsetSpec.latest())))
				.all()
				.get()
				.values()
				.stream()
				.mapToLong(ListOffsetsResultInfo::offset)
				.sum();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** How many of them a consumer group has committed. */
	long committed(String group) {
		try {
			Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(
					this.admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
			return offsets.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().topic().equals(this.topic))
				.map(Map.Entry::getValue)
				.filter(Objects::nonNull)
				.mapToLong(OffsetAndMetadata::offset)
				.sum();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** How many of them are in the database. */
	static long applied(MongoDatabase database) {
		long applied = 0;
		for (Map<String, Object> progress : database.getCollection(ProgressDocument.COLLECTION).find()) {
			applied += ProgressDocument.from(progress).next();
		}
		return applied;
	}

	/** Waits until a reader is where the log ends. */
	void awaitEnd(LongSupplier reader) throws InterruptedException {
		long end = end();
		long since = System.nanoTime();
		while (reader.getAsLong() < end) {
			if (System.nanoTime() - since > PATIENCE.toNanos()) {
				throw new IllegalStateException("A reader is at " + reader.getAsLong() + " and not at " + end);
			}
			TimeUnit.MILLISECONDS.sleep(10);
		}
	}

	@Override
	public void close() {
		this.producer.close(Duration.ofSeconds(5));
		this.admin.close(Duration.ofSeconds(5));
	}

}
