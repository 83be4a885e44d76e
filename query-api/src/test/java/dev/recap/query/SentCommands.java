package dev.recap.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import dev.recap.schema.store.IndexSpec;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The reads that were sent to MongoDB. */
final class SentCommands implements CommandListener {

	private static final Set<String> READS = Set.of("find", "aggregate");

	private final Queue<BsonDocument> reads = new ConcurrentLinkedQueue<>();

	@Override
	public void commandStarted(CommandStartedEvent event) {
		if (READS.contains(event.getCommandName())) {
			this.reads.add(event.getCommand().clone());
		}
	}

	void clear() {
		this.reads.clear();
	}

	List<BsonDocument> reads() {
		return List.copyOf(this.reads);
	}

	/** Whether an index holds what the read looks for, in the order it asks for. */
	static boolean isIndexed(BsonDocument read) {
		BsonDocument filter = filter(read);
		BsonDocument sort = read.getDocument("sort", new BsonDocument());
		if (filter.containsKey("_id")) {
			return sort.isEmpty();
		}
		String collection = read.getString(read.getFirstKey()).getValue();
		return IndexSpec.ALL.stream()
			.filter((index) -> index.collection().equals(collection))
			.anyMatch((index) -> serves(index, filter, sort));
	}

	private static BsonDocument filter(BsonDocument read) {
		return read.containsKey("pipeline") ? read.getArray("pipeline").get(0).asDocument().getDocument("$match")
				: read.getDocument("filter");
	}

	private static boolean serves(IndexSpec index, BsonDocument filter, BsonDocument sort) {
		List<String> keys = new ArrayList<>(index.keys());
		int pinned = 0;
		while (!keys.isEmpty() && filter.containsKey(keys.getFirst()) && !isOperator(filter.get(keys.getFirst()))) {
			keys.removeFirst();
			pinned++;
		}
		boolean ranged = filter.entrySet()
			.stream()
			.filter((condition) -> isRange(condition.getValue()))
			.allMatch((condition) -> !keys.isEmpty() && condition.getKey().equals(keys.getFirst()));
		List<String> order = List.copyOf(sort.keySet());
		boolean uniform = sort.values()
			.stream()
			.map((direction) -> direction.asInt32().getValue())
			.distinct()
			.count() <= 1;
		return pinned > 0 && ranged && uniform && order.size() <= keys.size()
				&& keys.subList(0, order.size()).equals(order);
	}

	/** Ids that may, or may not, be are looked at in what the others have found. */
	private static boolean isRange(BsonValue condition) {
		return isOperator(condition) && !condition.asDocument().containsKey("$in")
				&& !condition.asDocument().containsKey("$nin");
	}

	private static boolean isOperator(BsonValue condition) {
		return condition.isDocument()
				&& condition.asDocument().keySet().stream().anyMatch((key) -> key.startsWith("$"));
	}

}
