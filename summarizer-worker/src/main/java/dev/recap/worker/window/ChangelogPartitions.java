package dev.recap.worker.window;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the stores' changelogs as many partitions as their source topic has: Kafka
 * Streams refuses to run when the source has grown and they have not.
 */
final class ChangelogPartitions {

	private static final Logger log = LoggerFactory.getLogger(ChangelogPartitions.class);

	private static final long TIMEOUT_SECONDS = 30;

	private final Map<String, Object> adminProperties;

	private final String source;

	private final List<String> changelogs;

	ChangelogPartitions(Map<String, Object> adminProperties, String source, List<String> changelogs) {
		this.adminProperties = Map.copyOf(adminProperties);
		this.source = source;
		this.changelogs = changelogs;
	}

	/**
	 * Adds the partitions that are missing; what the present ones hold stays, since a
	 * partition's state belongs to the source partition of the same number.
	 * @throws IllegalStateException when the cluster refuses or does not answer
	 */
	void followSource() {
		try (Admin admin = Admin.create(this.adminProperties)) {
			Map<String, Integer> counts = counts(admin);
			Integer wanted = counts.remove(this.source);
			if (wanted != null) {
				counts.values().removeIf((count) -> count >= wanted);
				grow(admin, counts.keySet(), wanted);
			}
		}
	}

	private Map<String, Integer> counts(Admin admin) {
		List<String> names = new ArrayList<>(this.changelogs);
		names.add(this.source);
		Map<String, Integer> counts = new HashMap<>();
		admin.describeTopics(names).topicNameValues().forEach((name, described) -> {
			TopicDescription description = await(described, UnknownTopicOrPartitionException.class);
			if (description != null) {
				counts.put(name, description.partitions().size());
			}
		});
		return counts;
	}

	private void grow(Admin admin, Collection<String> topics, int wanted) {
		Map<String, NewPartitions> growth = new HashMap<>();
		topics.forEach((topic) -> growth.put(topic, NewPartitions.increaseTo(wanted)));
		admin.createPartitions(growth).values().forEach((topic, grown) -> {
			// Another instance may have been faster.
			await(grown, InvalidPartitionsException.class);
			log.info("{} now has {} partitions, as {} has", topic, wanted, this.source);
		});
	}

	private static <T> @Nullable T await(KafkaFuture<T> future, Class<? extends Exception> harmless) {
		try {
			return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (harmless.isInstance(ex.getCause())) {
				return null;
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
