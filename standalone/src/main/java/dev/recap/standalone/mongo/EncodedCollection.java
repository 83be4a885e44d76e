package dev.recap.standalone.mongo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import org.jspecify.annotations.Nullable;

/**
 * Documents kept as BSON and read through ordered indexes; what a reader got stays as it
 * was while writers go on.
 */
final class EncodedCollection extends AbstractSynchronizedMongoCollection<Integer> {

	private static final String ID = "_id";

	private final List<byte @Nullable []> documents = new ArrayList<>();

	private final Deque<Integer> freePositions = new ArrayDeque<>();

	private final Consumer<Change> changes;

	private long bytes;

	/** An update of one document needs no more than one. */
	private boolean firstMatchOnly;

	EncodedCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors,
			Consumer<Change> changes) {
		super(database, name, options, cursors);
		this.changes = changes;
	}

	/** The documents a query finds, in its order. */
	synchronized List<byte[]> find(Document query, @Nullable Document orderBy, int skip, int limit) {
		Stream<byte[]> found = matches(query, orderBy).skip(skip);
		return (limit > 0) ? found.limit(limit).toList() : found.toList();
	}

	/** Puts a document where one of the same {@code _id} lies, or adds it. */
	synchronized void restore(byte[] bytes) {
		Document document = DocumentBytes.decode(bytes);
		Integer position = findDocumentPosition(document);
		if (position == null) {
			int added = place(bytes);
			getIndexes().forEach((index) -> index.add(document, added, this));
		}
		else {
			Document old = getDocument(position);
			getIndexes().forEach((index) -> index.updateInPlace(old, document, position, this));
			replace(position, bytes);
		}
	}

	/** Removes the document of the same {@code _id}, if there is one. */
	synchronized void forget(Document id) {
		Integer position = findDocumentPosition(id);
		if (position != null) {
			removeDocument(getDocument(position));
		}
	}

	/** What is stored now, whatever is stored while it is read. */
	Stream<byte[]> encodedDocuments() {
		return Arrays.stream(this.documents.toArray(byte[][]::new)).filter(Objects::nonNull);
	}

	/** What these take. */
	long encodedBytes() {
		return this.bytes;
	}

	Stream<Index<Integer>> secondaryIndexes() {
		return orderedIndexes().stream().filter((index) -> !index.isId()).map((index) -> index);
	}

	private Stream<byte[]> matches(Document query, @Nullable Document orderBy) {
		if (isIdentified(query)) {
			// Most of what is asked names a document, and choosing among the indexes cost
			// more than reading it.
			Document left = new Document(query);
			left.remove(ID);
			return filtered(identified(query), left);
		}
		if (isNatural(orderBy)) {
			return filtered(all(isNaturalDescending(orderBy)), query);
		}
		QueryBounds bounds = QueryBounds.of(query);
		return IndexScan.best(orderedIndexes(), bounds, orderBy)
			.map((scan) -> matches(scan, scan.left(bounds, query), orderBy))
			.orElseGet(() -> sorted(all(false), query, orderBy));
	}

	private boolean isIdentified(Document query) {
		return KeyWriter.isScalar(query.get(ID)) && idIndex() != null;
	}

	private Stream<byte[]> identified(Document query) {
		Integer position = findDocumentPosition(query);
		return (position != null) ? Stream.of(bytes(position)) : Stream.empty();
	}

	private Stream<byte[]> matches(IndexScan scan, Document unchecked, @Nullable Document orderBy) {
		Stream<byte[]> candidates = scan.positions().mapToObj(this::bytes);
		return scan.ordered() ? filtered(candidates, unchecked) : sorted(candidates, unchecked, orderBy);
	}

	private Stream<byte[]> filtered(Stream<byte[]> candidates, Document query) {
		if (query.isEmpty()) {
			return candidates;
		}
		return candidates.filter(new EncodedFilter(query, this::documentMatchesQuery));
	}

	private Stream<byte[]> sorted(Stream<byte[]> candidates, Document query, @Nullable Document orderBy) {
		if (orderBy == null || orderBy.isEmpty()) {
			return filtered(candidates, query);
		}
		DocumentComparator order = new DocumentComparator(orderBy);
		return candidates.map((bytes) -> new Candidate(bytes, DocumentBytes.decode(bytes)))
			.filter((candidate) -> documentMatchesQuery(candidate.document(), query))
			.sorted((one, other) -> order.compare(one.document(), other.document()))
			.map(Candidate::bytes);
	}

	private Stream<byte[]> all(boolean backwards) {
		int size = this.documents.size();
		return IntStream.range(0, size)
			.mapToObj((number) -> this.documents.get(backwards ? size - 1 - number : number))
			.filter(Objects::nonNull);
	}

	private static boolean isNatural(@Nullable Document orderBy) {
		return orderBy != null && orderBy.containsKey("$natural");
	}

	private List<OrderedIndex> orderedIndexes() {
		List<OrderedIndex> ordered = new ArrayList<>(getIndexes().size());
		for (Index<Integer> index : getIndexes()) {
			ordered.add((OrderedIndex) index);
		}
		return ordered;
	}

	private byte[] bytes(int position) {
		return Objects.requireNonNull(this.documents.get(position));
	}

	private int place(byte[] bytes) {
		this.bytes += bytes.length;
		Integer free = this.freePositions.poll();
		if (free != null) {
			this.documents.set(free, bytes);
			return free;
		}
		this.documents.add(bytes);
		return this.documents.size() - 1;
	}

	@Override
	protected QueryResult queryDocuments(Document query, @Nullable Document orderBy, int skip, int limit, int batchSize,
			@Nullable Document fields) {
		TopFields shown = TopFields.ofProjection(fields);
		List<byte[]> found = find(query, orderBy, skip, this.firstMatchOnly ? 1 : limit).stream()
			.map(shown::of)
			.toList();
		if (batchSize == 0) {
			return TopFields.isWhole(fields)
					? new QueryResult(() -> found.stream().map(DocumentBytes::decode).iterator())
					: new QueryResult(project(decoded(found), fields));
		}
		EncodedCursor cursor = new EncodedCursor(this.cursorRegistry.generateCursorId(), found,
				TopFields.isWhole(fields) ? EncodedCollection::asTheyAre : (batch) -> project(decoded(batch), fields));
		List<Document> firstBatch = cursor.takeDocuments(batchSize);
		if (cursor.isEmpty()) {
			return new QueryResult(firstBatch);
		}
		this.cursorRegistry.add(cursor);
		return new QueryResult(firstBatch, cursor);
	}

	/** Nobody but the encoder looks at what a find command answers. */
	private static List<Document> asTheyAre(List<byte[]> documents) {
		return documents.stream().map(EncodedFields::document).toList();
	}

	private static List<Document> decoded(List<byte[]> documents) {
		return documents.stream().map(DocumentBytes::decode).toList();
	}

	private List<Document> project(List<Document> documents, @Nullable Document fields) {
		@Nullable Comparator<Document> asTheyCome = null;
		return matchDocumentsFromStream(new Document(), documents.stream(), 0, 0, 0, asTheyCome, fields)
			.collectDocuments();
	}

	@Override
	protected QueryResult matchDocuments(Document query, @Nullable Document orderBy, int skip, int limit, int batchSize,
			@Nullable Document fields) {
		return queryDocuments(query, orderBy, skip, limit, batchSize, fields);
	}

	@Override
	public synchronized Document updateDocuments(Document selector, Document update, ArrayFilters arrayFilters,
			boolean multi, boolean upsert, Oplog oplog) {
		Object inserted = update.get(EncodedFields.OPERATOR);
		if (upsert && !multi && inserted != null && update.size() == 1 && selector.size() == 1
				&& isIdentified(selector)) {
			Document result = insertIfAbsent(selector, inserted);
			if (result != null) {
				return result;
			}
		}
		this.firstMatchOnly = !multi;
		try {
			return super.updateDocuments(selector, decoded(update), arrayFilters, multi, upsert, oplog);
		}
		finally {
			this.firstMatchOnly = false;
		}
	}

	private static Document decoded(Document update) {
		if (!(update.get(EncodedFields.OPERATOR) instanceof EncodedFields fields)) {
			return update;
		}
		Document decoded = new Document(update);
		decoded.put(EncodedFields.OPERATOR, fields.decode());
		return decoded;
	}

	/**
	 * What an archive does most: a document is written once, and then it is there. Null
	 * when it is not as simple as that.
	 */
	private @Nullable Document insertIfAbsent(Document selector, Object inserted) {
		EncodedFields encoded = switch (inserted) {
			case EncodedFields fields -> fields;
			case Document fields -> EncodedFields.of(fields);
			default -> null;
		};
		Document fields = (encoded != null) ? encoded.indexed() : null;
		if (encoded == null || fields == null || !isPlain(fields)) {
			return null;
		}
		if (findDocumentPosition(selector) != null) {
			return new Document("n", 1).append("nModified", 0);
		}
		Object id = selector.get(ID);
		fields.put(ID, id);
		add(fields, encoded.behind(selector));
		return new Document("upserted", id).append("n", 0).append("nModified", 0);
	}

	private static boolean isPlain(Document fields) {
		for (String field : fields.keySet()) {
			if (isSpecial(field)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isSpecial(String field) {
		return field.equals(ID) || field.startsWith("$") || field.indexOf('.') >= 0;
	}

	/** Adds a document whose {@code _id} is not there yet. */
	private void add(Document indexed, byte[] bytes) {
		List<OrderedIndex> indexes = orderedIndexes();
		for (OrderedIndex index : indexes) {
			if (!index.isId()) {
				index.checkAdd(indexed, this);
			}
		}
		int position = store(bytes);
		for (OrderedIndex index : indexes) {
			index.add(indexed, position, this);
		}
	}

	private int store(byte[] bytes) {
		this.changes.accept(new Change.Stored(getFullName(), bytes));
		return place(bytes);
	}

	@Override
	public synchronized int count(@Nullable Document query, int skip, int limit) {
		if (query == null || query.isEmpty()) {
			return super.count(query, skip, limit);
		}
		Stream<byte[]> matches = matches(query, null).skip(skip);
		return (int) ((limit > 0) ? matches.limit(limit) : matches).mapToInt(byte[]::hashCode).count();
	}

	@Override
	public synchronized int count() {
		return this.documents.size() - this.freePositions.size();
	}

	@Override
	protected Integer addDocumentInternal(Document document) {
		return store(DocumentBytes.encode(document));
	}

	@Override
	protected void handleUpdate(Integer position, Document oldDocument, Document newDocument) {
		byte[] bytes = DocumentBytes.encode(newDocument);
		this.changes.accept(new Change.Stored(getFullName(), bytes));
		replace(position, bytes);
	}

	private void replace(int position, byte[] bytes) {
		this.bytes += bytes.length - bytes(position).length;
		this.documents.set(position, bytes);
	}

	@Override
	public synchronized void removeDocument(Document document) {
		Integer position = findDocumentPosition(document);
		if (position == null) {
			return;
		}
		for (OrderedIndex index : orderedIndexes()) {
			index.remove(document, position);
		}
		removeDocument(position);
		Document id = new Document(getIdField(), document.get(getIdField()));
		this.changes.accept(new Change.Removed(getFullName(), DocumentBytes.encode(id)));
	}

	@Override
	protected void removeDocument(Integer position) {
		this.bytes -= bytes(position).length;
		this.documents.set(position, null);
		this.freePositions.add(position);
	}

	@Override
	protected @Nullable Integer findDocumentPosition(Document document) {
		OrderedIndex index = idIndex();
		return (index != null) ? index.getPosition(document) : null;
	}

	private @Nullable OrderedIndex idIndex() {
		for (Index<Integer> index : getIndexes()) {
			if (index instanceof OrderedIndex ordered && ordered.isId()) {
				return ordered;
			}
		}
		return null;
	}

	@Override
	protected Document getDocument(Integer position) {
		return DocumentBytes.decode(bytes(position));
	}

	@Override
	protected Stream<DocumentWithPosition<Integer>> streamAllDocumentsWithPosition() {
		return IntStream.range(0, this.documents.size())
			.filter((position) -> this.documents.get(position) != null)
			.mapToObj((position) -> new DocumentWithPosition<>(getDocument(position), position));
	}

	/** Sizes are told by the journal's file. */
	@Override
	protected boolean tracksDataSize() {
		return false;
	}

	@Override
	protected void updateDataSize(int sizeDelta) {
	}

	@Override
	protected int getDataSize() {
		return 0;
	}

	private record Candidate(byte[] bytes, Document document) {
	}

}
