package dev.recap.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

import static org.awaitility.Awaitility.await;

/** Has the whole log delivered once more, as if nothing of it had ever been read. */
final class Redelivery {

	private static final List<String> GROUPS = List.of("recap-archiver", "recap-summary-tombstones", "recap-windows");

	private static final List<String> COLLECTIONS = List.of("messages", "conversations", "memberships", "summaries",
			"erasures");

	private final Cluster cluster;

	private final StubModel model;

	Redelivery(Cluster cluster, StubModel model) {
		this.cluster = cluster;
		this.model = model;
	}

	/** What it has changed. */
	List<String> changes() throws InterruptedException, ExecutionException {
		Map<String, Map<Object, Document>> before = documents();
		int asked = this.model.asked();
		this.cluster.workers().forEach(Member::kill);
		Map<Integer, Long> ends = new Log(this.cluster.bootstrapServers()).ends(Workload.TOPIC);
		try (Admin admin = this.cluster.admin()) {
			for (String group : GROUPS) {
				reset(admin, group, ends.keySet().stream().collect(Collectors.toMap((each) -> each, (each) -> 0L)));
			}
			this.cluster.workers().forEach(Member::start);
			this.cluster.workers().forEach(Member::awaitReady);
			for (String group : GROUPS) {
				await("redelivery to " + group).atMost(Duration.ofSeconds(120))
					.ignoreExceptions()
					.until(() -> committed(admin, group, ends));
			}
		}
		// Windows that the redelivery opened, if any, would close now.
		TimeUnit.SECONDS.sleep(10);
		List<String> changes = difference(before, documents());
		if (this.model.asked() != asked) {
			changes.add("the model was asked " + (this.model.asked() - asked) + " times");
		}
		return changes;
	}

	/** Not before the broker has noticed that the members are gone. */
	private static void reset(Admin admin, String group, Map<Integer, Long> offsets) {
		Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
		offsets.forEach((partition, offset) -> all.put(new TopicPartition(Workload.TOPIC, partition),
				new OffsetAndMetadata(offset)));
		await("end of the members of " + group).atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> admin.alterConsumerGroupOffsets(group, all).all().get() == null);
	}

	private static boolean committed(Admin admin, String group, Map<Integer, Long> ends)
			throws InterruptedException, ExecutionException {
		Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
			.partitionsToOffsetAndMetadata()
			.get();
		return ends.entrySet().stream().allMatch((end) -> {
			OffsetAndMetadata offset = offsets.get(new TopicPartition(Workload.TOPIC, end.getKey()));
			// The last ones may be markers of transactions.
			return offset != null && offset.offset() >= end.getValue() - 2;
		});
	}

	private Map<String, Map<Object, Document>> documents() {
		try (Stored stored = new Stored(this.cluster.mongoUri())) {
			Map<String, Map<Object, Document>> documents = new TreeMap<>();
			COLLECTIONS.forEach((collection) -> documents.put(collection,
					stored.all(collection)
						.stream()
						.collect(Collectors.toMap((each) -> each.get("_id"), (each) -> each))));
			return documents;
		}
	}

	private static List<String> difference(Map<String, Map<Object, Document>> before,
			Map<String, Map<Object, Document>> after) {
		return COLLECTIONS.stream().flatMap((collection) -> {
			Map<Object, Document> old = before.getOrDefault(collection, Map.of());
			Map<Object, Document> now = new HashMap<>(after.getOrDefault(collection, Map.of()));
			List<String> changed = old.entrySet()
				.stream()
				.filter((each) -> !each.getValue().equals(now.remove(each.getKey())))
				.map((each) -> collection + " " + each.getKey() + " was " + each.getValue() + " and is "
						+ after.getOrDefault(collection, Map.of()).get(each.getKey()))
				.collect(Collectors.toList());
			now.keySet().forEach((id) -> changed.add(collection + " " + id + " is new"));
			return changed.stream();
		}).collect(Collectors.toList());
	}

}
