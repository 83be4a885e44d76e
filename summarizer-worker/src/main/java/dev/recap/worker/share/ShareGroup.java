package dev.recap.worker.share;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;

/** What a share group has to be told before its first member comes (KIP-932). */
final class ShareGroup {

	private ShareGroup() {
	}

	/** A new group begins with the oldest record, and sees committed ones only. */
	static void configure(Map<String, Object> adminProperties, String group) {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
		List<AlterConfigOp> settings = List.of(set("share.auto.offset.reset", "earliest"),
				set("share.isolation.level", "read_committed"));
		try (Admin admin = Admin.create(adminProperties)) {
			admin.incrementalAlterConfigs(Map.of(resource, settings)).all().get();
		}
		catch (ExecutionException ex) {
			throw new KafkaException("Group " + group + " could not be configured", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException(ex);
		}
	}

	/** Whether some member has partitions: a new group takes some seconds. */
	static boolean assigned(Map<String, Object> adminProperties, String group) throws InterruptedException {
		try (Admin admin = Admin.create(adminProperties)) {
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
