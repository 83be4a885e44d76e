package dev.recap.worker.trim;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.recap.schema.topic.TrimSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Deletes from {@code chat-messages} what every reader has applied and is old enough, and
 * sees to it that the broker's files follow. Doing it twice, or two doing it at once,
 * changes nothing.
 */
final class Trimmer {

	private final Log log;

	private final Nudge nudge;

	private final Topics topics;

	private final Supplier<List<Map<TopicPartition, Long>>> readers;

	private final TrimSettings settings;

	private final Clock clock;

	private final Counter trimmed;

	/** Where partitions end that were nudged: the rest of them is in closed files. */
	private final Map<TopicPartition, Long> nudged = new HashMap<>();

	private boolean configured;

	/**
	 * Trims.
	 * @param readers how far each of them has applied each partition; one that a reader
	 * does not name stays whole
	 */
	Trimmer(Log log, Nudge nudge, Topics topics, Supplier<List<Map<TopicPartition, Long>>> readers,
			TrimSettings settings, Clock clock, MeterRegistry meters) {
		this.log = log;
		this.nudge = nudge;
		this.topics = topics;
		this.readers = readers;
		this.settings = settings;
		this.clock = clock;
		this.trimmed = meters.counter("recap.trim.records");
	}

	/**
	 * What it looks after.
	 *
	 * @param messages the topic that is trimmed
	 * @param compacted topics whose last file has to be closed before it can be compacted
	 */
	record Topics(String messages, List<String> compacted) {
	}

	/** Looks once. */
	void look() {
		configure();
		Map<TopicPartition, Long> silent = new HashMap<>(trim());
		silent.putAll(silentCompacted());
		if (!silent.isEmpty()) {
			this.nudge.give(silent.keySet())
				.forEach((partition, offset) -> nudged(partition, at(silent, partition), offset));
		}
	}

	private void nudged(TopicPartition partition, long end, long offset) {
		// Otherwise something young came in between, and lies in one open file with the
		// nudge.
		if (offset == end) {
			this.nudged.put(partition, end + Nudge.RECORDS);
		}
	}

	/** A topic made by others, or for other settings, would keep files for too long. */
	private void configure() {
		if (this.configured) {
			return;
		}
		String segment = String.valueOf(this.settings.segment().toMillis());
		this.log.configure(this.topics.messages(), Map.of(TopicConfig.SEGMENT_MS_CONFIG, segment,
				TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
		this.topics.compacted()
			.forEach((topic) -> this.log.configure(topic,
					Map.of(TopicConfig.SEGMENT_MS_CONFIG, segment, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, segment)));
		this.configured = true;
	}

	/** Returns the partitions in which everything is old, and where they end. */
	private Map<TopicPartition, Long> trim() {
		List<TopicPartition> partitions = this.log.partitions(List.of(this.topics.messages()));
		// Ends first: what comes after them is not old.
		Map<TopicPartition, Long> ends = this.log.ends(partitions);
		Map<TopicPartition, Long> old = old(partitions, ends, this.settings.keep());
		Map<TopicPartition, Long> starts = this.log.starts(partitions);
		List<Map<TopicPartition, Long>> applied = this.readers.get();
		Map<TopicPartition, Long> targets = new HashMap<>();
		for (TopicPartition partition : partitions) {
			long target = applied.stream()
				.mapToLong((reader) -> reader.getOrDefault(partition, 0L))
				.reduce(at(old, partition), Math::min);
			if (target > at(starts, partition)) {
				targets.put(partition, target);
			}
		}
		if (!targets.isEmpty()) {
			this.log.deleteBefore(targets);
			targets
				.forEach((partition, target) -> this.trimmed.increment(target.doubleValue() - at(starts, partition)));
		}
		return silent(ends, old);
	}

	private Map<TopicPartition, Long> silentCompacted() {
		List<TopicPartition> partitions = this.log.partitions(this.topics.compacted());
		Map<TopicPartition, Long> ends = this.log.ends(partitions);
		Map<TopicPartition, Long> old = old(partitions, ends, this.settings.segment());
		return silent(ends, old);
	}

	private Map<TopicPartition, Long> old(List<TopicPartition> partitions, Map<TopicPartition, Long> ends,
			Duration age) {
		Map<TopicPartition, Long> old = this.log.notOlder(partitions, this.clock.millis() - age.toMillis());
		old.replaceAll(
				(partition, offset) -> (offset < 0) ? at(ends, partition) : Math.min(offset, at(ends, partition)));
		return old;
	}

	private Map<TopicPartition, Long> silent(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> old) {
		Map<TopicPartition, Long> silent = new HashMap<>(ends);
		silent.keySet().removeIf((partition) -> !isSilent(partition, ends, old));
		return silent;
	}

	/** Whether its last file holds records, all of them old, and is not closed. */
	private boolean isSilent(TopicPartition partition, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> old) {
		long end = at(ends, partition);
		return end > 0 && at(old, partition) == end && this.nudged.getOrDefault(partition, 0L) != end;
	}

	private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
		return offsets.getOrDefault(partition, 0L);
	}

}
