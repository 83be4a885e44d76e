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

	private static final byte[] NOTHING = {};

	private final Map<Beginning, SortedKeys> groups = new HashMap<>();

	private final NavigableMap<byte[], SortedKeys> ordered = new TreeMap<>(Arrays::compareUnsigned);

	private long size;

	/**
	 * A key.
	 *
	 * @param first its first value; empty when there is nothing behind it
	 * @param rest what follows
	 */
	record Key(byte[] first, byte[] rest) {

		boolean isSame(Key other) {
			return Arrays.equals(this.first, other.first) && Arrays.equals(this.rest, other.rest);
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
		Beginning beginning = new Beginning(key.first());
		SortedKeys group = this.groups.get(beginning);
		if (group == null) {
			group = new SortedKeys();
			this.groups.put(beginning, group);
			this.ordered.put(key.first(), group);
		}
		this.size += group.add(key.rest(), position) ? 1 : 0;
	}

	void remove(Key key, int position) {
		Beginning beginning = new Beginning(key.first());
		SortedKeys group = this.groups.get(beginning);
		if (group == null || !group.remove(key.rest(), position)) {
			return;
		}
		this.size--;
		if (group.isEmpty()) {
			this.groups.remove(beginning);
			this.ordered.remove(key.first());
		}
	}

	/** The first position of a key; null when it is not there. */
	@Nullable Integer first(Key key) {
		SortedKeys group = this.groups.get(new Beginning(key.first()));
		return (group != null) ? group.first(key.rest()) : null;
	}

	/** The positions from one key on, up to but without another, null being the end. */
	IntStream positions(byte[] from, byte @Nullable [] to, boolean reversed) {
		// No value's bytes begin another's, so this group alone can be on both sides.
		byte[] around = this.ordered.floorKey(from);
		byte[] first = (around != null && begins(around, from)) ? around : from;
		if (to != null && Arrays.compareUnsigned(first, to) >= 0) {
			return IntStream.empty();
		}
		NavigableMap<byte[], SortedKeys> range = (to != null) ? this.ordered.subMap(first, true, to, false)
				: this.ordered.tailMap(first, true);
		return (reversed ? range.descendingMap() : range).entrySet()
			.stream()
			.flatMapToInt((group) -> positions(group.getKey(), group.getValue(), from, to, reversed));
	}

	private static IntStream positions(byte[] first, SortedKeys group, byte[] from, byte @Nullable [] to,
			boolean reversed) {
		byte[] start = begins(first, from) ? rest(from, first) : NOTHING;
		byte[] end = (to != null && begins(first, to)) ? rest(to, first) : null;
		return group.positions(start, end, reversed);
	}

	private static boolean begins(byte[] first, byte[] key) {
		return key.length >= first.length && Arrays.equals(first, 0, first.length, key, 0, first.length);
	}

	private static byte[] rest(byte[] key, byte[] first) {
		return Arrays.copyOfRange(key, first.length, key.length);
	}

	/** The first value of keys. */
	private record Beginning(byte[] bytes) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Beginning beginning && Arrays.equals(this.bytes, beginning.bytes);
		}

		@Override
		public int hashCode() {
			return Arrays.hashCode(this.bytes);
		}

	}

}
