package dev.recap.worker.trim;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.recap.schema.topic.KafkaWait;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** What trimming asks of Kafka and tells it, one blocking call each. */
final class Log implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Admin admin;

	Log(Map<String, Object> adminProperties) {
		this.admin = Admin.create(adminProperties);
	}

	List<TopicPartition> partitions(Collection<String> topics) {
		Map<String, TopicDescription> described = KafkaWait.await(this.admin.describeTopics(topics).allTopicNames(),
				TIMEOUT);
		return described.values()
			.stream()
			.flatMap((topic) -> topic.partitions()
				.stream()
				.map((partition) -> new TopicPartition(topic.name(), partition.partition())))
			.toList();
	}

	Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
		return offsets(partitions, OffsetSpec.earliest());
	}

	Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
		return offsets(partitions, OffsetSpec.latest());
	}

	/** The first record that is not older; −1 where all are. */
	Map<TopicPartition, Long> notOlder(Collection<TopicPartition> partitions, long epochMillis) {
		return offsets(partitions, OffsetSpec.forTimestamp(epochMillis));
	}

	private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
		Map<TopicPartition, ListOffsetsResultInfo> found = KafkaWait.await(this.admin
			.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), (partition) -> which)))
			.all(), TIMEOUT);
		Map<TopicPartition, Long> offsets = new HashMap<>();
		found.forEach((partition, info) -> offsets.put(partition, info.offset()));
		return offsets;
	}

	/** How far a consumer group has committed; nothing where it never has. */
	Map<TopicPartition, Long> committed(String group) {
		Map<TopicPartition, OffsetAndMetadata> found = KafkaWait
			.await(this.admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), TIMEOUT);
		Map<TopicPartition, Long> committed = new HashMap<>();
		found.forEach((partition, offset) -> {
			if (offset != null) {
				committed.put(partition, offset.offset());
			}
		});
		return committed;
	}

	void deleteBefore(Map<TopicPartition, Long> offsets) {
		Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
		offsets.forEach((partition, offset) -> deletions.put(partition, RecordsToDelete.beforeOffset(offset)));
		KafkaWait.await(this.admin.deleteRecords(deletions).all(), TIMEOUT);
	}

	/** Sets what differs. */
	void configure(String topic, Map<String, String> wanted) {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
		Config present = KafkaWait.await(this.admin.describeConfigs(List.of(resource)).all(), TIMEOUT).get(resource);
		List<AlterConfigOp> changes = wanted.entrySet()
			.stream()
			.filter((each) -> !each.getValue().equals(value(present, each.getKey())))
			.map((each) -> new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
			.toList();
		if (!changes.isEmpty()) {
			KafkaWait.await(this.admin.incrementalAlterConfigs(Map.of(resource, changes)).all(), TIMEOUT);
		}
	}

	private static String value(Config config, String name) {
		ConfigEntry entry = config.get(name);
		return (entry != null) ? String.valueOf(entry.value()) : "";
	}

	@Override
	public void close() {
		this.admin.close(Duration.ofSeconds(2));
	}

}
