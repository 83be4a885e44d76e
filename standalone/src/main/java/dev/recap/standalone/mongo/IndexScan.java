package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import de.bwaldvogel.mongo.bson.Document;
import dev.recap.standalone.mongo.QueryBounds.Bound;
import dev.recap.standalone.mongo.QueryBounds.FieldBounds;
import org.jspecify.annotations.Nullable;

/**
 * A way to read a query's documents through an index.
 *
 * @param pinned how many of the index's first fields the query fixes
 * @param ranged whether the query gives a range of the field after those
 * @param beyondCursor whether it begins behind the query's cursor
 * @param ordered whether the documents come in the order asked for
 * @param reversed whether the index is read from its end
 * @param exact whether all documents read match the query
 * @param repeats whether a document can be met more than once
 */
record IndexScan(OrderedIndex index, List<Range> ranges, int pinned, boolean ranged, boolean beyondCursor,
		boolean ordered, boolean reversed, boolean exact, boolean repeats) {

	/** More ranges than this are not worth their memory: the query is filtered then. */
	private static final int MOST_RANGES = 20_000;

	/** The entries from one key on, up to but without another, null being the end. */
	record Range(byte[] from, byte @Nullable [] to) {
	}

	/** The best of what the indexes offer; empty when all documents must be read. */
	static Optional<IndexScan> best(Collection<OrderedIndex> indexes, QueryBounds query, @Nullable Document orderBy) {
		return indexes.stream()
			.map((index) -> of(index, query, orderBy))
			.filter(IndexScan::isUseful)
			.max(Comparator.comparing(IndexScan::isPoint)
				.thenComparing(IndexScan::pinned)
				.thenComparing(IndexScan::ranged)
				.thenComparing(IndexScan::ordered)
				.thenComparing(IndexScan::exact));
	}

	private static IndexScan of(OrderedIndex index, QueryBounds query, @Nullable Document orderBy) {
		Prefixes prefixes = Prefixes.of(index, query);
		int pinned = prefixes.pinned();
		Boolean direction = direction(index, query, pinned, orderBy);
		PageCursor cursor = query.cursor();
		if (cursor != null && direction != null && !isEmpty(orderBy)
				&& isTogether(index, query, prefixes, cursor, direction)) {
			boolean exact = !query.residualBesideCursor() && query.size() == pinned + 1
					&& areExact(index, query, pinned);
			return new IndexScan(index, afterCursor(index, prefixes, cursor), pinned, true, true, true, direction,
					exact, !isPlain(index, pinned));
		}
		FieldBounds bounds = (pinned < index.fieldCount()) ? query.field(index.field(pinned)) : null;
		FieldBounds range = (bounds != null && bounds.isRange()) ? bounds : null;
		List<Range> ranges = ranges(index, pinned, prefixes.keys(), range);
		boolean ordered = direction != null && (ranges.size() <= 1 || isEmpty(orderBy));
		boolean exact = isExact(index, query, pinned, range);
		boolean repeats = prefixes.repeat() || !isPlain(index, pinned);
		return new IndexScan(index, ranges, pinned, range != null, false, ordered, Boolean.TRUE.equals(direction),
				exact, repeats);
	}

	/**
	 * Whether all that comes after a cursor, in the cursor's order, lies together in the
	 * index: the next page is then read like the first one.
	 */
	private static boolean isTogether(OrderedIndex index, QueryBounds query, Prefixes prefixes, PageCursor cursor,
			boolean reversed) {
		int pinned = prefixes.pinned();
		if (prefixes.keys().size() != 1 || pinned + cursor.fields().size() > index.fieldCount()) {
			return false;
		}
		for (int i = 0; i < cursor.fields().size(); i++) {
			int field = pinned + i;
			if (!index.field(field).equals(cursor.fields().get(i)) || !index.plain(field)
					|| index.ascending(field) != index.ascending(pinned)) {
				return false;
			}
		}
		FieldBounds bounds = query.field(cursor.fields().getFirst());
		boolean nothingElse = bounds != null && bounds.isFrom(cursor.values().getFirst(), cursor.after());
		boolean forward = index.ascending(pinned) == cursor.after();
		return nothingElse && reversed != forward;
	}

	/** What shares the most with the cursor comes first. */
	private static List<Range> afterCursor(OrderedIndex index, Prefixes prefixes, PageCursor cursor) {
		List<Range> ranges = new ArrayList<>();
		byte[] prefix = prefixes.keys().getFirst();
		for (int i = 0; i < cursor.fields().size(); i++) {
			int field = prefixes.pinned() + i;
			byte[] value = cursor.values().get(i);
			ranges.addFirst(range(prefix, FieldBounds.beyond(value, cursor.after()), index.ascending(field), true));
			prefix = key(prefix, value, index.ascending(field));
		}
		return ranges;
	}

	private static boolean isPlain(OrderedIndex index, int from) {
		return IntStream.range(from, index.fieldCount()).allMatch(index::plain);
	}

	/** The positions in the index's order, each once. */
	IntStream positions() {
		IntStream positions = this.ranges.stream()
			.flatMapToInt((range) -> this.index.positions(range.from(), range.to(), this.reversed));
		return this.repeats ? positions.distinct() : positions;
	}

	/** What is left to ask of the documents read. */
	Document left(QueryBounds bounds, Document query) {
		if (this.exact) {
			return new Document();
		}
		List<String> fields = IntStream.range(0, this.pinned).mapToObj(this.index::field).toList();
		return bounds.without(fields, this.beyondCursor, query);
	}

	private boolean isUseful() {
		boolean narrowed = this.pinned > 0 || this.ranged;
		return narrowed || (this.ordered && !this.index.leavesOut());
	}

	private boolean isPoint() {
		return this.index.isUnique() && this.pinned == this.index.fieldCount();
	}

	private static @Nullable List<byte[]> points(QueryBounds query, String field) {
		FieldBounds bounds = query.field(field);
		return (bounds != null) ? bounds.points() : null;
	}

	private static List<Range> ranges(OrderedIndex index, int field, List<byte[]> prefixes,
			@Nullable FieldBounds bounds) {
		return prefixes.stream()
			.map((prefix) -> (bounds == null) ? new Range(prefix, KeyWriter.successor(prefix))
					: range(prefix, bounds, index.ascending(field), index.plain(field)))
			.toList();
	}

	/** An array may meet the two ends by two elements, so only one of them may narrow. */
	private static Range range(byte[] prefix, FieldBounds bounds, boolean ascending, boolean plain) {
		Bound lower = bounds.lower();
		Bound upper = (plain || lower == null) ? bounds.upper() : null;
		byte[] type = { ((lower != null) ? lower : upper(upper)).value()[0] };
		byte[] lowest = key(prefix, (lower != null) ? lower.value() : type, ascending);
		byte[] highest = key(prefix, (upper != null) ? upper.value() : type, ascending);
		boolean fromLowest = lower == null || lower.inclusive();
		boolean toHighest = upper == null || upper.inclusive();
		byte[] first = ascending ? lowest : highest;
		byte[] last = ascending ? highest : lowest;
		byte[] from = (ascending ? fromLowest : toHighest) ? first : KeyWriter.successor(first);
		byte[] to = (ascending ? toHighest : fromLowest) ? KeyWriter.successor(last) : last;
		return (from == null || (to != null && Arrays.compareUnsigned(from, to) > 0)) ? new Range(last, last)
				: new Range(from, to);
	}

	private static Bound upper(@Nullable Bound bound) {
		if (bound == null) {
			throw new IllegalArgumentException("A range has an end");
		}
		return bound;
	}

	private static byte[] key(byte[] prefix, byte[] value, boolean ascending) {
		return new KeyWriter().append(prefix).scalarBytes(value, ascending).toBytes();
	}

	private static boolean isExact(OrderedIndex index, QueryBounds query, int pinned, @Nullable FieldBounds range) {
		boolean allUsed = !query.residual() && query.size() == pinned + ((range != null) ? 1 : 0);
		return allUsed && areExact(index, query, pinned) && (range == null || isExact(index, pinned, range));
	}

	private static boolean areExact(OrderedIndex index, QueryBounds query, int pinned) {
		return IntStream.range(0, pinned)
			.mapToObj((number) -> query.field(index.field(number)))
			.allMatch((bounds) -> bounds != null && !bounds.isMixed());
	}

	private static boolean isExact(OrderedIndex index, int field, FieldBounds range) {
		Bound lower = range.lower();
		Bound upper = range.upper();
		return index.plain(field) && (lower == null || upper == null || lower.sameType(upper));
	}

	/** Whether to read backwards; null when the index has another order. */
	private static @Nullable Boolean direction(OrderedIndex index, QueryBounds query, int pinned,
			@Nullable Document orderBy) {
		Boolean reversed = null;
		int next = pinned;
		for (Map.Entry<String, Object> order : entries(orderBy)) {
			if (isFixed(index, query, pinned, order.getKey())) {
				continue;
			}
			if (next == index.fieldCount() || !index.field(next).equals(order.getKey()) || !index.plain(next)) {
				return null;
			}
			boolean backwards = index.ascending(next) != ((Number) order.getValue()).intValue() > 0;
			if (reversed != null && reversed != backwards) {
				return null;
			}
			reversed = backwards;
			next++;
		}
		return (reversed != null) ? reversed : Boolean.FALSE;
	}

	private static boolean isFixed(OrderedIndex index, QueryBounds query, int pinned, String field) {
		return IntStream.range(0, pinned).anyMatch((number) -> {
			List<byte[]> points = points(query, index.field(number));
			return index.field(number).equals(field) && index.plain(number) && points != null && points.size() <= 1;
		});
	}

	private static Collection<Map.Entry<String, Object>> entries(@Nullable Document orderBy) {
		return (orderBy != null) ? orderBy.entrySet() : List.of();
	}

	private static boolean isEmpty(@Nullable Document orderBy) {
		return orderBy == null || orderBy.isEmpty();
	}

	/**
	 * The beginnings of keys that the query's points of the first fields give.
	 *
	 * @param repeat whether a document can lie behind several of them
	 */
	private record Prefixes(List<byte[]> keys, int pinned, boolean repeat) {

		static Prefixes of(OrderedIndex index, QueryBounds query) {
			List<byte[]> keys = List.of(new byte[0]);
			boolean repeat = false;
			int pinned = 0;
			while (pinned < index.fieldCount()) {
				List<byte[]> points = points(query, index.field(pinned));
				if (points == null || (long) points.size() * keys.size() > MOST_RANGES) {
					break;
				}
				keys = extend(keys, points, index.ascending(pinned));
				repeat |= points.size() > 1 && !index.plain(pinned);
				pinned++;
			}
			return new Prefixes(keys, pinned, repeat);
		}

		private static List<byte[]> extend(List<byte[]> keys, List<byte[]> points, boolean ascending) {
			List<byte[]> extended = new ArrayList<>(keys.size() * points.size());
			for (byte[] key : keys) {
				for (byte[] point : points) {
					extended.add(key(key, point, ascending));
				}
			}
			return extended;
		}

	}

}
