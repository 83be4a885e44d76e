package dev.recap.worker.summary;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.recap.schema.topic.KafkaWait;
import dev.recap.schema.topic.Position;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Tells whether a position has ever been in the log. */
final class LogEnd implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Admin admin;

	private final String topic;

	LogEnd(Map<String, Object> adminProperties, String topic) {
		this.admin = Admin.create(adminProperties);
		this.topic = topic;
	}

	boolean isBehind(Position position) {
		int partitions = KafkaWait
			.await(this.admin.describeTopics(List.of(this.topic)).topicNameValues().get(this.topic), TIMEOUT)
			.partitions()
			.size();
		if (position.partition() < 0 || position.partition() >= partitions) {
			return false;
		}
		TopicPartition partition = new TopicPartition(this.topic, position.partition());
		return KafkaWait
			.await(this.admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition), TIMEOUT)
			.offset() > position.offset();
	}

	@Override
	public void close() {
		this.admin.close();
	}

}
