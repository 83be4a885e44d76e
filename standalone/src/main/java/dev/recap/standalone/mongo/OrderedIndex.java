package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import dev.recap.standalone.mongo.GroupedKeys.Key;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the positions of documents in the order of their keys, one entry for each element
 * of an array.
 */
final class OrderedIndex extends Index<Integer> {

	private final GroupedKeys entries = new GroupedKeys();

	private final boolean unique;

	private final String[] fields;

	private final boolean[] ascending;

	private final boolean[] plain;

	OrderedIndex(String name, List<IndexKey> keys, boolean sparse, boolean unique) {
		super(name, keys, sparse);
		this.unique = unique;
		this.fields = keys.stream().map(IndexKey::getKey).toArray(String[]::new);
		this.ascending = new boolean[keys.size()];
		this.plain = new boolean[keys.size()];
		for (int i = 0; i < keys.size(); i++) {
			this.ascending[i] = keys.get(i).isAscending();
			this.plain[i] = true;
		}
	}

	int fieldCount() {
		return this.fields.length;
	}

	String field(int number) {
		return this.fields[number];
	}

	boolean ascending(int number) {
		return this.ascending[number];
	}

	/**
	 * Whether every value of the field so far was one plain value, so that the index's
	 * order is the documents' order.
	 */
	boolean plain(int number) {
		return this.plain[number];
	}

	/** Leaves out documents that have none of the fields. */
	boolean leavesOut() {
		return isSparse();
	}

	boolean isId() {
		return this.fields.length == 1 && this.fields[0].equals("_id");
	}

	/** The positions from one key on, up to but without another, null being the end. */
	IntStream positions(byte[] from, byte @Nullable [] to, boolean reversed) {
		return this.entries.positions(from, to, reversed);
	}

	@Override
	public @Nullable Integer getPosition(Document document) {
		if (!isId()) {
			return null;
		}
		return positionOf(keys(document).getFirst());
	}

	@Override
	public void checkAdd(Document document, MongoCollection<Integer> collection) {
		rejectParallelArrays(document);
		if (this.unique) {
			for (Key key : keys(document)) {
				if (positionOf(key) != null) {
					throw duplicate(document, collection);
				}
			}
		}
	}

	@Override
	public void add(Document document, Integer position, MongoCollection<Integer> collection) {
		for (Key key : keys(document)) {
			this.entries.add(key, position);
		}
	}

	@Override
	public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Integer> collection) {
		if (isSameFor(oldDocument, newDocument)) {
			return;
		}
		rejectParallelArrays(newDocument);
		if (!this.unique) {
			return;
		}
		List<Key> oldKeys = keys(oldDocument);
		for (Key key : keys(newDocument)) {
			if (positionOf(key) != null && !contains(oldKeys, key)) {
				throw duplicate(newDocument, collection);
			}
		}
	}

	@Override
	public void updateInPlace(Document oldDocument, Document newDocument, Integer position,
			MongoCollection<Integer> collection) {
		if (isSameFor(oldDocument, newDocument)) {
			return;
		}
		List<Key> oldKeys = keys(oldDocument);
		List<Key> newKeys = keys(newDocument);
		for (Key key : oldKeys) {
			if (!contains(newKeys, key)) {
				this.entries.remove(key, position);
			}
		}
		for (Key key : newKeys) {
			if (!contains(oldKeys, key)) {
				this.entries.add(key, position);
			}
		}
	}

	private boolean isSameFor(Document oldDocument, Document newDocument) {
		return Arrays.equals(values(oldDocument), values(newDocument));
	}

	void remove(Document document, int position) {
		for (Key key : keys(document)) {
			this.entries.remove(key, position);
		}
	}

	@Override
	public Integer remove(Document document) {
		throw new UnsupportedOperationException("The collection names the position");
	}

	/** Never: the collection plans its own reads. */
	@Override
	public boolean canHandle(Document query) {
		return false;
	}

	@Override
	public Iterable<Integer> getPositions(Document query) {
		throw new UnsupportedOperationException("The collection plans its own reads");
	}

	@Override
	public long getCount() {
		return this.entries.size();
	}

	@Override
	public long getDataSize() {
		return getCount();
	}

	@Override
	public boolean isUnique() {
		return this.unique;
	}

	@Override
	public boolean hasSameOptions(Index<?> other) {
		return super.hasSameOptions(other) && toIndexDescription().equals(other.toIndexDescription());
	}

	@Override
	public void drop() {
		this.entries.clear();
	}

	private @Nullable Integer positionOf(Key key) {
		return this.entries.first(key);
	}

	private static boolean contains(List<Key> keys, Key key) {
		for (Key candidate : keys) {
			if (candidate.isSame(key)) {
				return true;
			}
		}
		return false;
	}

	private List<Key> keys(Document document) {
		@Nullable Object[] values = values(document);
		if (isSparse() && Arrays.stream(values).allMatch((value) -> value instanceof Missing)) {
			return List.of();
		}
		return Arrays.stream(values).anyMatch((value) -> value instanceof Collection) ? multikeys(values)
				: List.of(singleKey(values));
	}

	private Key singleKey(@Nullable Object[] values) {
		KeyWriter writer = new KeyWriter();
		int group = 0;
		for (int i = 0; i < values.length; i++) {
			group = (i == 1) ? writer.length() : group;
			this.plain[i] &= KeyWriter.isPlain(values[i]);
			writer.value(values[i], this.ascending[i]);
		}
		return new Key(writer.toBytes(), group);
	}

	private List<Key> multikeys(@Nullable Object[] values) {
		List<Key> keys = List.of(new Key(new byte[0], 0));
		for (int i = 0; i < values.length; i++) {
			keys = extend(keys, i, values[i]);
		}
		return keys;
	}

	private List<Key> extend(List<Key> keys, int field, @Nullable Object value) {
		this.plain[field] &= KeyWriter.isPlain(value);
		List<byte[]> endings = endings(field, value);
		List<Key> extended = new ArrayList<>(keys.size() * endings.size());
		for (Key key : keys) {
			int length = key.bytes().length;
			for (byte[] ending : endings) {
				byte[] joined = Arrays.copyOf(key.bytes(), length + ending.length);
				System.arraycopy(ending, 0, joined, length, ending.length);
				extended.add(new Key(joined, (field == 1) ? length : key.group()));
			}
		}
		return extended;
	}

	private List<byte[]> endings(int field, @Nullable Object value) {
		if (value instanceof Collection<?> elements && !elements.isEmpty()) {
			List<byte[]> endings = new ArrayList<>(elements.size());
			elements.forEach((element) -> endings.add(ending(field, element)));
			return endings;
		}
		return List.of(ending(field, (value instanceof Collection<?>) ? null : value));
	}

	private byte[] ending(int field, @Nullable Object value) {
		return new KeyWriter().value(value, this.ascending[field]).toBytes();
	}

	private @Nullable Object[] values(Document document) {
		@Nullable Object[] values = new Object[this.fields.length];
		for (int i = 0; i < values.length; i++) {
			String field = this.fields[i];
			values[i] = (field.indexOf('.') < 0) ? document.getOrMissing(field)
					: Utils.getSubdocumentValueCollectionAware(document, field);
		}
		return values;
	}

	private void rejectParallelArrays(Document document) {
		long arrays = 0;
		for (Object value : values(document)) {
			arrays += (value instanceof Collection) ? 1 : 0;
		}
		if (arrays > 1) {
			getKeyValues(document);
		}
	}

	private DuplicateKeyError duplicate(Document document, MongoCollection<Integer> collection) {
		List<@Nullable Object> values = new ArrayList<>();
		for (Object value : values(document)) {
			values.add((value instanceof Missing) ? null : value);
		}
		return new DuplicateKeyError(this, collection, getKeys(), new KeyValue(values));
	}

}
