package dev.recap.schema.topic;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing and leaves the others as they are. */
public final class TopicCreator {

	private TopicCreator() {
	}

	/**
	 * Creates what is missing of the given topics.
	 * @throws IllegalStateException when the cluster refuses or does not answer
	 */
	public static void create(Admin admin, TopicSettings settings, Topic... topics) {
		Map<String, KafkaFuture<Void>> created = admin
			.createTopics(Arrays.stream(topics).map(settings::newTopic).toList())
			.values();
		created.forEach(TopicCreator::await);
	}

	private static void await(String name, KafkaFuture<Void> created) {
		try {
			created.get();
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw new IllegalStateException(
						"Topic " + name + " could not be created: " + ex.getCause().getMessage(), ex.getCause());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while creating topic " + name, ex);
		}
	}

}
