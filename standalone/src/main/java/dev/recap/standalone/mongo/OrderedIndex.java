package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
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

	private static final List<byte[]> NOTHING = List.of(new byte[0]);

	private final GroupedKeys entries = new GroupedKeys();

	/** For one key after the other; the collection lets one thread in. */
	private final KeyWriter writer = new KeyWriter();

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
		for (int i = 0; i < values.length; i++) {
			this.plain[i] &= KeyWriter.isPlain(values[i]);
		}
		// The only value of a key is not what others begin with.
		int first = Math.min(1, values.length - 1);
		List<byte[]> firsts = joined(values, 0, first);
		List<byte[]> rests = joined(values, first, values.length);
		List<Key> keys = new ArrayList<>(firsts.size() * rests.size());
		for (byte[] beginning : firsts) {
			for (byte[] rest : rests) {
				keys.add(new Key(beginning, rest));
			}
		}
		return keys;
	}

	/** Some values one behind the other, once for each element of an array. */
	private List<byte[]> joined(@Nullable Object[] values, int from, int to) {
		List<byte[]> joined = NOTHING;
		for (int i = from; i < to; i++) {
			joined = extended(joined, i, elements(values[i]));
		}
		return joined;
	}

	/** An empty array has a key like that of nothing. */
	private static Collection<? extends @Nullable Object> elements(@Nullable Object value) {
		return (value instanceof Collection<?> elements && !elements.isEmpty()) ? elements
				: Collections.singletonList((value instanceof Collection<?>) ? null : value);
	}

	private List<byte[]> extended(List<byte[]> keys, int field, Collection<? extends @Nullable Object> elements) {
		List<byte[]> extended = new ArrayList<>(keys.size() * elements.size());
		for (byte[] key : keys) {
			for (Object element : elements) {
				extended.add(this.writer.clear().append(key).value(element, this.ascending[field]).toBytes());
			}
		}
		return extended;
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
			values.add((value instanceof Missing) ? null : shown(value));
		}
		return new DuplicateKeyError(this, collection, getKeys(), new KeyValue(values));
	}

	private static @Nullable Object shown(@Nullable Object value) {
		return switch (value) {
			case EncodedText text -> text.toString();
			case Collection<?> elements -> elements.stream().map(OrderedIndex::shown).collect(Collectors.toList());
			case null, default -> value;
		};
	}

}
