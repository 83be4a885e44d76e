package dev.recap.worker.trim;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;

/** What trimming asks of Kafka and tells it, one blocking call each. */
final class Log implements AutoCloseable {

	private static final long TIMEOUT_SECONDS = 30;

	private final Admin admin;

	Log(Map<String, Object> adminProperties) {
		this.admin = Admin.create(adminProperties);
	}

	List<TopicPartition> partitions(Collection<String> topics) {
		Map<String, TopicDescription> described = await(this.admin.describeTopics(topics).allTopicNames());
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
		Map<TopicPartition, ListOffsetsResultInfo> found = await(this.admin
			.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), (partition) -> which)))
			.all());
		Map<TopicPartition, Long> offsets = new HashMap<>();
		found.forEach((partition, info) -> offsets.put(partition, info.offset()));
		return offsets;
	}

	/** How far a consumer group has committed; nothing where it never has. */
	Map<TopicPartition, Long> committed(String group) {
		Map<TopicPartition, OffsetAndMetadata> found = await(
				this.admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
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
		await(this.admin.deleteRecords(deletions).all());
	}

	/** Sets what differs. */
	void configure(String topic, Map<String, String> wanted) {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
		Config present = await(this.admin.describeConfigs(List.of(resource)).all()).get(resource);
		List<AlterConfigOp> changes = wanted.entrySet()
			.stream()
			.filter((each) -> !each.getValue().equals(value(present, each.getKey())))
			.map((each) -> new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
			.toList();
		if (!changes.isEmpty()) {
			await(this.admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
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
