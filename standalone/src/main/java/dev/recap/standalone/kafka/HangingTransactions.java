package dev.recap.standalone.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that nobody else would end. In a copy of the folder of a running
 * broker, a partition may have the beginning of one that its coordinator, copied earlier,
 * knows nothing of; who reads what was committed would wait behind it for ever.
 */
final class HangingTransactions {

	private static final Logger log = LoggerFactory.getLogger(HangingTransactions.class);

	private final Admin admin;

	private final Map<Long, TransactionDescription> known;

	private HangingTransactions(Admin admin) throws ExecutionException, InterruptedException {
		this.admin = admin;
		this.known = known(admin);
	}

	/** Ends those of a broker that nobody uses yet. */
	static void abort(String bootstrapServers) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
			HangingTransactions transactions = new HangingTransactions(admin);
			admin.describeProducers(partitions(admin))
				.all()
				.get()
				.forEach((partition, producers) -> producers.activeProducers()
					.forEach((producer) -> transactions.abort(partition, producer)));
		}
		catch (ExecutionException ex) {
			log.warn("It could not be told whether a transaction hangs: {}", ex.getCause().getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What coordinators know, by producer. */
	private static Map<Long, TransactionDescription> known(Admin admin)
			throws ExecutionException, InterruptedException {
		Collection<TransactionListing> listings = admin.listTransactions().all().get();
		return admin.describeTransactions(listings.stream().map(TransactionListing::transactionalId).toList())
			.all()
			.get()
			.values()
			.stream()
			.collect(Collectors.toMap(TransactionDescription::producerId, (transaction) -> transaction,
					(one, other) -> other));
	}

	private static Set<TopicPartition> partitions(Admin admin) throws ExecutionException, InterruptedException {
		Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
		Collection<TopicDescription> descriptions = admin.describeTopics(topics).allTopicNames().get().values();
		return descriptions.stream()
			.flatMap((topic) -> topic.partitions()
				.stream()
				.map((partition) -> new TopicPartition(topic.name(), partition.partition())))
			.collect(Collectors.toSet());
	}

	/**
	 * Whether the coordinator will end it: it may know an earlier transaction of the same
	 * producer in the same partition.
	 */
	private boolean isKnown(TopicPartition partition, ProducerState producer) {
		TransactionDescription transaction = this.known.get(producer.producerId());
		return transaction != null && transaction.topicPartitions().contains(partition)
				&& transaction.producerEpoch() >= producer.producerEpoch();
	}

	private void abort(TopicPartition partition, ProducerState producer) {
		boolean open = producer.currentTransactionStartOffset().isPresent();
		if (!open || isKnown(partition, producer)) {
			return;
		}
		log.warn("A transaction hangs in {} and is ended: its coordinator does not know it", partition);
		AbortTransactionSpec transaction = new AbortTransactionSpec(partition, producer.producerId(),
				(short) producer.producerEpoch(), Math.max(0, producer.coordinatorEpoch().orElse(0)));
		try {
			this.admin.abortTransaction(transaction).all().get();
		}
		catch (ExecutionException ex) {
			log.warn("It could not be ended: {}", ex.getCause().getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
