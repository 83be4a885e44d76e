package dev.recap.standalone.mongo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Sorted keys with a place of their own for all that begin with the same value.
 *
 * <p>
 * A message is nearly always the latest of its conversation and of each of its terms, so
 * that its keys are put behind the last of their group. Searched for among all keys, they
 * took two thirds of the time of a write, most of it in waiting for memory.
 */
final class GroupedKeys {

	private final Map<Beginning, SortedKeys> groups = new HashMap<>();

	private final NavigableMap<byte[], SortedKeys> ordered = new TreeMap<>(Arrays::compareUnsigned);

	private long size;

	/**
	 * A key.
	 *
	 * @param group the length of its first value; 0 when there is nothing behind it
	 */
	record Key(byte[] bytes, int group) {

		boolean isSame(Key other) {
			return Arrays.equals(this.bytes, other.bytes);
		}

	}

	long size() {
		return this.size;
	}

	void clear() {
		this.groups.clear();
		this.ordered.clear();
		this.size = 0;
	}

	/** Adds a key unless it is there with this position. */
	void add(Key key, int position) {
		SortedKeys group = this.groups.get(new Beginning(key.bytes(), key.group()));
		if (group == null) {
			group = new SortedKeys();
			byte[] beginning = Arrays.copyOf(key.bytes(), key.group());
			this.groups.put(new Beginning(beginning, beginning.length), group);
			this.ordered.put(beginning, group);
		}
		this.size += group.add(key.bytes(), position) ? 1 : 0;
	}

	void remove(Key key, int position) {
		Beginning beginning = new Beginning(key.bytes(), key.group());
		SortedKeys group = this.groups.get(beginning);
		if (group == null || !group.remove(key.bytes(), position)) {
			return;
		}
		this.size--;
		if (group.isEmpty()) {
			this.groups.remove(beginning);
			this.ordered.remove(Arrays.copyOf(key.bytes(), key.group()));
		}
	}

	/** The first position of a key; null when it is not there. */
	@Nullable Integer first(Key key) {
		SortedKeys group = this.groups.get(new Beginning(key.bytes(), key.group()));
		return (group != null) ? group.first(key.bytes()) : null;
	}

	/** The positions from one key on, up to but without another, null being the end. */
	IntStream positions(byte[] from, byte @Nullable [] to, boolean reversed) {
		// No value's bytes begin another's, so this group alone can be on both sides.
		byte[] around = this.ordered.floorKey(from);
		byte[] first = (around != null) ? around : from;
		if (to != null && Arrays.compareUnsigned(first, to) >= 0) {
			return IntStream.empty();
		}
		NavigableMap<byte[], SortedKeys> range = (to != null) ? this.ordered.subMap(first, true, to, false)
				: this.ordered.tailMap(first, true);
		return (reversed ? range.descendingMap() : range).values()
			.stream()
			.flatMapToInt((group) -> group.positions(from, to, reversed));
	}

	/** How a key begins. */
	private record Beginning(byte[] bytes, int length) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Beginning beginning
					&& Arrays.equals(this.bytes, 0, this.length, beginning.bytes, 0, beginning.length);
		}

		@Override
		public int hashCode() {
			int hash = 1;
			for (int i = 0; i < this.length; i++) {
				hash = 31 * hash + this.bytes[i];
			}
			return hash;
		}

	}

}
