package dev.recap.gateway.ondemand;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.recap.gateway.publish.KafkaConnection;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.ApiException;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import reactor.core.publisher.Mono;

/** Where a conversation's partition ends. */
final class LogEnd {

	private final KafkaConnection kafka;

	private final TopicSettings topics;

	LogEnd(KafkaConnection kafka, TopicSettings topics) {
		this.kafka = kafka;
		this.topics = topics;
	}

	/**
	 * The last committed record of the partition that a conversation's messages go to;
	 * empty when there is none.
	 */
	Mono<Optional<Position>> of(String conversationId) {
		return Mono.defer(() -> {
			TopicPartition partition = partition(conversationId);
			return Mono
				.fromCompletionStage(this.kafka.admin()
					.listOffsets(Map.of(partition, OffsetSpec.latest()),
							new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
					.partitionResult(partition)
					.toCompletionStage())
				.map((end) -> last(partition.partition(), end.offset()));
		})
			.onErrorMap(KafkaException.class,
					(ex) -> ApiException.unavailable("Kafka does not answer; ask again later", Duration.ofSeconds(2)));
	}

	/** As the default partitioner chooses it. */
	private TopicPartition partition(String conversationId) {
		byte[] key = conversationId.getBytes(StandardCharsets.UTF_8);
		int partitions = this.kafka.partitions(Topic.CHAT_MESSAGES);
		return new TopicPartition(this.topics.name(Topic.CHAT_MESSAGES),
				Utils.toPositive(Utils.murmur2(key)) % partitions);
	}

	private static Optional<Position> last(int partition, long end) {
		return (end > 0) ? Optional.of(new Position(partition, end - 1)) : Optional.empty();
	}

}
