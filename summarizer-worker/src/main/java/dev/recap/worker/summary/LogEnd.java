package dev.recap.worker.summary;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.recap.schema.topic.Position;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Tells whether a position has ever been in the log. */
final class LogEnd implements AutoCloseable {

	private static final long TIMEOUT_SECONDS = 30;

	private final Admin admin;

	private final String topic;

	LogEnd(Map<String, Object> adminProperties, String topic) {
		this.admin = Admin.create(adminProperties);
		this.topic = topic;
	}

	boolean isBehind(Position position) {
		int partitions = await(this.admin.describeTopics(List.of(this.topic)).topicNameValues().get(this.topic))
			.partitions()
			.size();
		if (position.partition() < 0 || position.partition() >= partitions) {
			return false;
		}
		TopicPartition partition = new TopicPartition(this.topic, position.partition());
		return await(this.admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
			.offset() > position.offset();
	}

	@Override
	public void close() {
		this.admin.close();
	}

	private static <T> T await(KafkaFuture<T> future) {
		try {
			return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof KafkaException cause) ? cause : new KafkaException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new KafkaException("Kafka does not answer", ex);
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

}
