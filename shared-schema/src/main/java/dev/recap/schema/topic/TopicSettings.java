package dev.recap.schema.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * How the topics are named and created.
 *
 * @param partitions partitions of each topic when it is created
 * @param replication replicas of each partition when a topic is created
 * @param names names that differ from the default, by topic
 * @param retention retention that differs from the default, by topic
 */
public record TopicSettings(@Nullable Integer partitions, @Nullable Short replication,
		@Nullable Map<Topic, String> names, @Nullable Map<Topic, Duration> retention) {

	/**
	 * The largest record a topic takes, in bytes: 4 MiB of content and what is around it.
	 */
	public static final int MAX_RECORD_BYTES = 5 * 1024 * 1024;

	/**
	 * A file of the log is deleted, or compacted, as a whole and only when a later one
	 * has begun: what it spans is added to how long text stays.
	 */
	private static final Duration LONGEST_SEGMENT = Duration.ofHours(1);

	public TopicSettings {
		partitions = (partitions != null) ? partitions : 12;
		replication = (replication != null) ? replication : 1;
		names = (names != null) ? Map.copyOf(names) : Map.of();
		retention = (retention != null) ? Map.copyOf(retention) : Map.of();
	}

	public static TopicSettings defaults() {
		return new TopicSettings(null, null, null, null);
	}

	public String name(Topic topic) {
		return Optional.ofNullable(this.names).map((given) -> given.get(topic)).orElse(topic.defaultName());
	}

	NewTopic newTopic(Topic topic) {
		return new NewTopic(name(topic), Optional.ofNullable(this.partitions), Optional.ofNullable(this.replication))
			.configs(configs(topic));
	}

	private Map<String, String> configs(Topic topic) {
		Map<String, String> configs = new HashMap<>();
		configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(MAX_RECORD_BYTES));
		Duration keep = Optional.ofNullable(this.retention)
			.map((given) -> given.get(topic))
			.orElse(topic.defaultRetention());
		configs.put(TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(segment(keep).toMillis()));
		if (keep != null) {
			configs.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(keep.toMillis()));
		}
		else {
			configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
			// However little is new: what a tombstone erased goes when this has passed.
			configs.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, String.valueOf(LONGEST_SEGMENT.toMillis()));
		}
		if (topic == Topic.CHAT_MESSAGES) {
			// What came before what across partitions is the broker's word, not a
			// producer's clock.
			configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
		}
		return configs;
	}

	private static Duration segment(@Nullable Duration retention) {
		return (retention != null && retention.compareTo(LONGEST_SEGMENT) < 0) ? retention : LONGEST_SEGMENT;
	}

}
