package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import de.bwaldvogel.mongo.oplog.Oplog;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** A database that tells what changes in it. */
final class JournaledDatabase extends AbstractSynchronizedMongoDatabase<Integer> {

	/**
	 * What a read without a batch size gets first; the rest follows in larger replies.
	 */
	private static final int FIRST_BATCH = 1_000;

	private final Map<String, EncodedCollection> stored = new TreeMap<>();

	private final Consumer<Change> changes;

	private boolean droppingCollection;

	JournaledDatabase(String name, CursorRegistry cursors, Consumer<Change> changes) {
		super(name, cursors);
		this.changes = changes;
		initializeNamespacesAndIndexes();
	}

	@Override
	public Document handleCommand(Channel channel, String command, Document query, DatabaseResolver databases,
			Oplog oplog) {
		if (command.equals("find")) {
			query.putIfAbsent("batchSize", FIRST_BATCH);
		}
		if (command.equals("aggregate")
				&& this.stored.get(query.get(command)) instanceof EncodedCollection collection) {
			return aggregate(collection, query, databases, oplog);
		}
		return super.handleCommand(channel, command, query, databases, oplog);
	}

	/** Answers of the protocol before OP_MSG are written by the library. */
	@Override
	public QueryResult handleQuery(MongoQuery query) {
		QueryResult result = super.handleQuery(query);
		List<Document> decoded = result.collectDocuments().stream().map(EncodedFields::decoded).toList();
		return new QueryResult(decoded, result.getCursorId());
	}

	/**
	 * Lets the first stages read through an index, which the pipeline's own would not.
	 */
	private Document aggregate(EncodedCollection collection, Document command, DatabaseResolver databases,
			Oplog oplog) {
		List<Document> pipeline = Aggregation.parse(command.get("pipeline"));
		LeadingStages leading = LeadingStages.of(pipeline);
		List<Document> rest = pipeline.subList(leading.count(), pipeline.size());
		if (leading.isCount(rest)) {
			int number = collection.count(leading.query(), 0, 0);
			List<Document> counted = (number == 0) ? List.of() : List.of(new Document("_id", 1).append("n", number));
			return reply(collection, counted);
		}
		Aggregation aggregation = Aggregation.fromPipeline(rest, databases, this, collection, oplog);
		if (!rest.isEmpty()) {
			aggregation.validate(new Document("cursor", new Document()));
		}
		Stream<Document> found = collection.find(leading.query(), leading.orderBy(), 0, leading.limit())
			.stream()
			.map(DocumentBytes::decode);
		return reply(collection, aggregation.runStages(found));
	}

	private static Document reply(EncodedCollection collection, List<Document> documents) {
		Document cursor = new Document("id", 0L).append("ns", collection.getFullName()).append("firstBatch", documents);
		Document reply = new Document("cursor", cursor);
		Utils.markOkay(reply);
		return reply;
	}

	/** Does again what the journal says was done. */
	void apply(Change change) {
		String name = collectionName(change);
		switch (change) {
			case Change.Stored put -> collection(name).restore(put.document());
			case Change.Removed removed -> collection(name).forget(DocumentBytes.decode(removed.id()));
			case Change.CollectionCreated created -> collection(name);
			case Change.CollectionDropped dropped -> dropCollection(name, NoopOplog.get());
			case Change.IndexCreated created -> addIndex(DocumentBytes.decode(created.description()));
			case Change.IndexDropped dropped ->
				forgetIndex(collection(name), (String) DocumentBytes.decode(dropped.name()).get("name"));
		}
	}

	/** The changes that lead from nothing to what is stored now. */
	Stream<Change> contents() {
		List<Stream<Change>> contents = this.stored.values().stream().map(JournaledDatabase::contents).toList();
		return contents.stream().flatMap((part) -> part);
	}

	/** How many bytes of documents these hold. */
	long bytes() {
		return this.stored.values().stream().mapToLong(EncodedCollection::encodedBytes).sum();
	}

	private static Stream<Change> contents(EncodedCollection collection) {
		String namespace = collection.getFullName();
		List<Change> made = new ArrayList<>(List.of(new Change.CollectionCreated(namespace)));
		collection.secondaryIndexes()
			.map((index) -> index.toIndexDescription().append("ns", namespace))
			.forEach((description) -> made.add(new Change.IndexCreated(namespace, DocumentBytes.encode(description))));
		return Stream.concat(made.stream(),
				collection.encodedDocuments().map((bytes) -> new Change.Stored(namespace, bytes)));
	}

	private String collectionName(Change change) {
		return change.namespace().substring(getDatabaseName().length() + 1);
	}

	private EncodedCollection collection(String name) {
		if (!this.stored.containsKey(name)) {
			createCollectionOrThrowIfExists(name, CollectionOptions.withDefaults());
		}
		return this.stored.get(name);
	}

	private void forgetIndex(EncodedCollection collection, String name) {
		dropIndex(collection, name);
		this.indexes.get().deleteDocuments(new Document("ns", collection.getFullName()).append("name", name), 0);
	}

	@Override
	protected MongoCollection<Integer> openOrCreateCollection(String name, CollectionOptions options) {
		if (name.startsWith("system.")) {
			return new MemoryCollection(this, name, options, this.cursorRegistry);
		}
		this.changes.accept(new Change.CollectionCreated(getFullCollectionNamespace(name)));
		EncodedCollection collection = new EncodedCollection(this, name, options, this.cursorRegistry, this.changes);
		this.stored.put(name, collection);
		return collection;
	}

	@Override
	protected Index<Integer> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys,
			boolean sparse) {
		return new OrderedIndex(name, keys, sparse, true);
	}

	@Override
	protected Index<Integer> openOrCreateSecondaryIndex(String collection, String name, List<IndexKey> keys,
			boolean sparse) {
		return new OrderedIndex(name, keys, sparse, false);
	}

	@Override
	protected synchronized void addIndex(Document description) {
		boolean known = hasIndex(description);
		super.addIndex(description);
		if (!known && !isPrimaryKeyIndex((Document) description.get("key"))) {
			this.changes
				.accept(new Change.IndexCreated((String) description.get("ns"), DocumentBytes.encode(description)));
		}
	}

	private boolean hasIndex(Document description) {
		String namespace = (String) description.get("ns");
		EncodedCollection collection = this.stored.get(namespace.substring(getDatabaseName().length() + 1));
		return collection != null
				&& collection.secondaryIndexes().anyMatch((index) -> index.getName().equals(description.get("name")));
	}

	@Override
	protected void dropIndex(MongoCollection<Integer> collection, String name) {
		super.dropIndex(collection, name);
		if (!this.droppingCollection) {
			byte[] document = DocumentBytes.encode(new Document("name", name));
			this.changes.accept(new Change.IndexDropped(collection.getFullName(), document));
		}
	}

	@Override
	public void dropCollection(String name, Oplog oplog) {
		this.droppingCollection = true;
		try {
			super.dropCollection(name, oplog);
		}
		finally {
			this.droppingCollection = false;
		}
		if (this.stored.remove(name) != null) {
			this.changes.accept(new Change.CollectionDropped(getFullCollectionNamespace(name)));
		}
	}

	@Override
	protected long getStorageSize() {
		return 0;
	}

	@Override
	protected long getFileSize() {
		return 0;
	}

	/** The stages that a read of the collection can do. */
	private record LeadingStages(int count, Document query, @Nullable Document orderBy, int limit) {

		private static final Document COUNT = new Document("$group",
				new Document("_id", 1).append("n", new Document("$sum", 1)));

		static LeadingStages of(List<Document> pipeline) {
			int count = 0;
			Document query = stage(pipeline, count, "$match") instanceof Document match ? match : new Document();
			count += query.isEmpty() && stage(pipeline, count, "$match") == null ? 0 : 1;
			Document orderBy = stage(pipeline, count, "$sort") instanceof Document sort ? sort : null;
			count += (orderBy != null) ? 1 : 0;
			int limit = stage(pipeline, count, "$limit") instanceof Number number ? number.intValue() : 0;
			count += (limit > 0) ? 1 : 0;
			return new LeadingStages(count, query, orderBy, limit);
		}

		private static @Nullable Object stage(List<Document> pipeline, int number, String name) {
			return (number < pipeline.size()) ? pipeline.get(number).get(name) : null;
		}

		/** Whether it is what drivers send for a count of documents. */
		boolean isCount(List<Document> rest) {
			return this.limit == 0 && rest.size() == 1 && rest.getFirst().equals(COUNT);
		}

	}

}
