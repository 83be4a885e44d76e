package dev.recap.worker.share;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What a share group has to be told before its first member comes (KIP-932). */
final class ShareGroup {

	private static final int TRIES = 50;

	private static final int PAUSE = 100;

	private ShareGroup() {
	}

	/**
	 * A new group begins with the topic's oldest record, and sees committed ones only.
	 */
	static void configure(Map<String, Object> adminProperties, String group, String topic) {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
		List<AlterConfigOp> settings = List.of(set("share.auto.offset.reset", "earliest"),
				set("share.isolation.level", "read_committed"));
		try (Admin admin = Admin.create(adminProperties)) {
			admin.incrementalAlterConfigs(Map.of(resource, settings)).all().get();
			beginWithTheOldest(admin, group, topic);
		}
		catch (ExecutionException ex) {
			throw new KafkaException("Group " + group + " could not be configured: " + ex.getCause().getMessage(),
					ex.getCause());
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
	}

	/**
	 * The configuration reaches the brokers one after another, and a partition whose
	 * leader has not heard of it would begin with the newest record; a place that is
	 * written down does not depend on that. It also waits for the group's coordinator: a
	 * member that looks for one which is not there yet keeps a core busy.
	 */
	private static void beginWithTheOldest(Admin admin, String group, String topic)
			throws ExecutionException, InterruptedException {
		Map<TopicPartition, SharePartitionOffsetInfo> known = known(admin, group);
		TopicDescription description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
		Map<TopicPartition, OffsetSpec> unknown = new HashMap<>();
		description.partitions()
			.stream()
			.map((partition) -> new TopicPartition(topic, partition.partition()))
			.filter((partition) -> known.get(partition) == null)
			.forEach((partition) -> unknown.put(partition, OffsetSpec.earliest()));
		if (unknown.isEmpty()) {
			return;
		}
		Map<TopicPartition, Long> oldest = new HashMap<>();
		admin.listOffsets(unknown).all().get().forEach((partition, result) -> oldest.put(partition, result.offset()));
		for (int left = TRIES; !written(admin, group, oldest, left); left--) {
			TimeUnit.MILLISECONDS.sleep(PAUSE);
		}
	}

	/** False when the group's coordinator has not heard of a new topic yet. */
	private static boolean written(Admin admin, String group, Map<TopicPartition, Long> offsets, int triesLeft)
			throws ExecutionException, InterruptedException {
		try {
			admin.alterShareGroupOffsets(group, offsets).all().get();
			return true;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof GroupNotEmptyException) {
				// Another member came first, and wrote it down before.
				return true;
			}
			if (ex.getCause() instanceof UnknownTopicOrPartitionException && triesLeft > 0) {
				return false;
			}
			throw ex;
		}
	}

	private static Map<TopicPartition, SharePartitionOffsetInfo> known(Admin admin, String group)
			throws ExecutionException, InterruptedException {
		try {
			return admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
				.partitionsToOffsetInfo(group)
				.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof GroupIdNotFoundException) {
				return Map.of();
			}
			throw ex;
		}
	}

	/** Waits until some member has partitions: a new group takes some seconds. */
	static void awaitAssigned(Map<String, Object> adminProperties, String group) throws InterruptedException {
		try (Admin admin = Admin.create(adminProperties)) {
			while (!assigned(admin, group)) {
				TimeUnit.MILLISECONDS.sleep(PAUSE);
			}
		}
	}

	private static boolean assigned(Admin admin, String group) throws InterruptedException {
		try {
			return admin.describeShareGroups(List.of(group))
				.all()
				.get()
				.values()
				.stream()
				.flatMap((description) -> description.members().stream())
				.anyMatch((member) -> !member.assignment().topicPartitions().isEmpty());
		}
		catch (ExecutionException ex) {
			return false;
		}
	}

	/** How many records nobody has acknowledged yet; 0 when it cannot be told. */
	static long lag(Map<String, Object> adminProperties, String group) throws InterruptedException {
		try (Admin admin = Admin.create(adminProperties)) {
			return admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
				.partitionsToOffsetInfo(group)
				.get()
				.values()
				.stream()
				.filter(Objects::nonNull)
				.mapToLong((partition) -> partition.lag().orElse(0L))
				.sum();
		}
		catch (ExecutionException | KafkaException ex) {
			return 0;
		}
	}

	private static AlterConfigOp set(String name, String value) {
		return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
	}

}
