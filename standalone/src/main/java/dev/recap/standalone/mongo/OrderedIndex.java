package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the positions of documents in the order of their keys, one entry for each element
 * of an array.
 */
final class OrderedIndex extends Index<Integer> {

	private final NavigableSet<byte[]> entries = new TreeSet<>(Arrays::compareUnsigned);

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

	/** The entries from one key on, up to but without another, null being the end. */
	Iterator<byte[]> entries(byte[] from, byte @Nullable [] to, boolean reversed) {
		NavigableSet<byte[]> range = (to != null) ? this.entries.subSet(from, true, to, false)
				: this.entries.tailSet(from, true);
		return reversed ? range.descendingIterator() : range.iterator();
	}

	static int position(byte[] entry) {
		int at = entry.length - Integer.BYTES;
		return (entry[at] & 0xFF) << 24 | (entry[at + 1] & 0xFF) << 16 | (entry[at + 2] & 0xFF) << 8
				| (entry[at + 3] & 0xFF);
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
			for (byte[] key : keys(document)) {
				if (positionOf(key) != null) {
					throw duplicate(document, collection);
				}
			}
		}
	}

	@Override
	public void add(Document document, Integer position, MongoCollection<Integer> collection) {
		for (byte[] key : keys(document)) {
			this.entries.add(entry(key, position));
		}
	}

	@Override
	public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Integer> collection) {
		rejectParallelArrays(newDocument);
		if (!this.unique) {
			return;
		}
		List<byte[]> oldKeys = keys(oldDocument);
		for (byte[] key : keys(newDocument)) {
			if (positionOf(key) != null && !contains(oldKeys, key)) {
				throw duplicate(newDocument, collection);
			}
		}
	}

	@Override
	public void updateInPlace(Document oldDocument, Document newDocument, Integer position,
			MongoCollection<Integer> collection) {
		List<byte[]> oldKeys = keys(oldDocument);
		List<byte[]> newKeys = keys(newDocument);
		for (byte[] key : oldKeys) {
			if (!contains(newKeys, key)) {
				this.entries.remove(entry(key, position));
			}
		}
		for (byte[] key : newKeys) {
			if (!contains(oldKeys, key)) {
				this.entries.add(entry(key, position));
			}
		}
	}

	void remove(Document document, int position) {
		for (byte[] key : keys(document)) {
			this.entries.remove(entry(key, position));
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

	private @Nullable Integer positionOf(byte[] key) {
		byte[] entry = this.entries.ceiling(key);
		boolean found = entry != null && entry.length == key.length + Integer.BYTES
				&& Arrays.equals(entry, 0, key.length, key, 0, key.length);
		return found ? position(entry) : null;
	}

	private static byte[] entry(byte[] key, int position) {
		byte[] entry = Arrays.copyOf(key, key.length + Integer.BYTES);
		entry[key.length] = (byte) (position >> 24);
		entry[key.length + 1] = (byte) (position >> 16);
		entry[key.length + 2] = (byte) (position >> 8);
		entry[key.length + 3] = (byte) position;
		return entry;
	}

	private static boolean contains(List<byte[]> keys, byte[] key) {
		for (byte[] candidate : keys) {
			if (Arrays.equals(candidate, key)) {
				return true;
			}
		}
		return false;
	}

	private List<byte[]> keys(Document document) {
		@Nullable Object[] values = values(document);
		if (isSparse() && Arrays.stream(values).allMatch((value) -> value instanceof Missing)) {
			return List.of();
		}
		return Arrays.stream(values).anyMatch((value) -> value instanceof Collection) ? multikeys(values)
				: List.of(singleKey(values));
	}

	private byte[] singleKey(@Nullable Object[] values) {
		KeyWriter writer = new KeyWriter();
		for (int i = 0; i < values.length; i++) {
			this.plain[i] &= KeyWriter.isPlain(values[i]);
			writer.value(values[i], this.ascending[i]);
		}
		return writer.toBytes();
	}

	private List<byte[]> multikeys(@Nullable Object[] values) {
		List<byte[]> keys = List.of(new byte[0]);
		for (int i = 0; i < values.length; i++) {
			keys = extend(keys, i, values[i]);
		}
		return keys;
	}

	private List<byte[]> extend(List<byte[]> keys, int field, @Nullable Object value) {
		this.plain[field] &= KeyWriter.isPlain(value);
		TreeSet<byte[]> endings = new TreeSet<>(Arrays::compareUnsigned);
		if (value instanceof Collection<?> elements && !elements.isEmpty()) {
			elements.forEach((element) -> endings.add(ending(field, element)));
		}
		else {
			endings.add(ending(field, (value instanceof Collection<?>) ? null : value));
		}
		List<byte[]> extended = new ArrayList<>(keys.size() * endings.size());
		for (byte[] key : keys) {
			for (byte[] ending : endings) {
				extended.add(new KeyWriter().append(key).append(ending).toBytes());
			}
		}
		return extended;
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
