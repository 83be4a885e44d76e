package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a query says of each field that an index can use; every document that matches the
 * query lies within.
 */
final class QueryBounds {

	private final Map<String, FieldBounds> fields = new HashMap<>();

	/** Whether the query says more than the bounds and the cursor do. */
	private boolean residual;

	private @Nullable PageCursor cursor;

	/** The part of the query that says the cursor. */
	private @Nullable Document cursorSource;

	private QueryBounds() {
	}

	static QueryBounds of(Document query) {
		QueryBounds bounds = new QueryBounds();
		List<Document> alternatives = new ArrayList<>();
		bounds.addAll(query, alternatives);
		alternatives.forEach(bounds::addAlternatives);
		return bounds;
	}

	/** Whether the query says more than the bounds do. */
	boolean residual() {
		return this.residual || this.cursor != null;
	}

	/** Whether the query says more than the bounds and the cursor do. */
	boolean residualBesideCursor() {
		return this.residual;
	}

	/** What an {@code $or} says that asks for all that comes after one place. */
	@Nullable PageCursor cursor() {
		return this.cursor;
	}

	/**
	 * The query without what a reader of these points of its first fields, and of nothing
	 * else than what comes after the cursor, has seen to.
	 */
	Document without(Collection<String> pinned, boolean beyondCursor, Document query) {
		Document left = new Document(query);
		if (beyondCursor && this.cursorSource == query) {
			left.remove("$or");
		}
		pinned.forEach((field) -> {
			if (isPoint(field, query.get(field))) {
				left.remove(field);
			}
		});
		return left;
	}

	/** Whether a condition says no more than the points of its field do. */
	private boolean isPoint(String name, @Nullable Object condition) {
		FieldBounds field = this.fields.get(name);
		if (field == null || field.points == null || !KeyWriter.isScalar(condition)) {
			return false;
		}
		return field.points.size() == 1
				&& Arrays.equals(field.points.getFirst(), KeyWriter.scalar(Objects.requireNonNull(condition)));
	}

	int size() {
		return this.fields.size();
	}

	@Nullable FieldBounds field(String name) {
		return this.fields.get(name);
	}

	private void addAll(Document query, List<Document> alternatives) {
		query.forEach((key, value) -> {
			switch (key) {
				case "$and" -> documents(value).forEach((part) -> addAll(part, alternatives));
				case "$or" -> alternatives.add(query);
				default -> addCondition(key, value);
			}
		});
	}

	private static List<Document> documents(@Nullable Object value) {
		List<Document> documents = new ArrayList<>();
		if (value instanceof Collection<?> parts) {
			parts.forEach((part) -> documents.add((Document) part));
		}
		return documents;
	}

	private void addCondition(String field, @Nullable Object condition) {
		if (field.startsWith("$")) {
			this.residual = true;
		}
		else if (condition instanceof Document operators && isOperators(operators)) {
			operators.forEach((operator, value) -> addOperator(field, operator, value));
		}
		else {
			addOperator(field, "$eq", condition);
		}
	}

	private static boolean isOperators(Document document) {
		return document.keySet().stream().anyMatch((key) -> key.startsWith("$"));
	}

	private void addOperator(String field, String operator, @Nullable Object value) {
		FieldBounds bounds = this.fields.computeIfAbsent(field, (name) -> new FieldBounds());
		boolean taken = (value != null) && switch (operator) {
			case "$eq" -> KeyWriter.isScalar(value) && bounds.points(List.of(KeyWriter.scalar(value)));
			case "$in" -> value instanceof Collection<?> values && values.stream().allMatch(KeyWriter::isScalar)
					&& bounds.points(sorted(values));
			case "$gt" -> KeyWriter.isScalar(value) && bounds.lower(new Bound(KeyWriter.scalar(value), false));
			case "$gte" -> KeyWriter.isScalar(value) && bounds.lower(new Bound(KeyWriter.scalar(value), true));
			case "$lt" -> KeyWriter.isScalar(value) && bounds.upper(new Bound(KeyWriter.scalar(value), false));
			case "$lte" -> KeyWriter.isScalar(value) && bounds.upper(new Bound(KeyWriter.scalar(value), true));
			default -> false;
		};
		this.residual |= !taken;
	}

	private static List<byte[]> sorted(Collection<?> values) {
		TreeSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
		values.forEach((value) -> sorted.add(KeyWriter.scalar(value)));
		return List.copyOf(sorted);
	}

	/**
	 * Takes from an {@code $or} what all its branches say, which for a cursor's {@code {a
	 * > x} or {a = x, b > y}} is {@code a >= x}.
	 */
	private void addAlternatives(Document query) {
		List<Document> alternatives = documents(query.get("$or"));
		PageCursor found = PageCursor.of(alternatives);
		if (found != null && this.cursor == null) {
			this.cursorSource = query;
			addCursor(found);
			return;
		}
		this.residual = true;
		List<QueryBounds> branches = alternatives.stream().map(QueryBounds::of).toList();
		if (branches.isEmpty()) {
			return;
		}
		for (String field : branches.getFirst().fields.keySet()) {
			Bound lower = widest(branches, field, true);
			Bound upper = widest(branches, field, false);
			FieldBounds bounds = this.fields.computeIfAbsent(field, (name) -> new FieldBounds());
			if (lower != null) {
				bounds.lower(lower);
			}
			if (upper != null) {
				bounds.upper(upper);
			}
		}
	}

	private void addCursor(PageCursor found) {
		this.cursor = found;
		FieldBounds bounds = this.fields.computeIfAbsent(found.fields().getFirst(), (name) -> new FieldBounds());
		Bound end = new Bound(found.values().getFirst(), true);
		if (found.after()) {
			bounds.lower(end);
		}
		else {
			bounds.upper(end);
		}
	}

	private static @Nullable Bound widest(List<QueryBounds> branches, String field, boolean lower) {
		Bound widest = null;
		for (QueryBounds branch : branches) {
			FieldBounds bounds = branch.fields.get(field);
			Bound bound = (bounds != null) ? bounds.end(lower) : null;
			if (bound == null || (widest != null && !widest.sameType(bound))) {
				return null;
			}
			widest = (widest == null) ? bound : widest.wider(bound, lower);
		}
		return widest;
	}

	/** One end of a range, as {@link KeyWriter#scalar} writes its value. */
	record Bound(byte[] value, boolean inclusive) {

		boolean sameType(Bound other) {
			return this.value[0] == other.value[0];
		}

		Bound wider(Bound other, boolean lower) {
			int order = Arrays.compareUnsigned(this.value, other.value);
			if (order == 0) {
				return this.inclusive ? this : other;
			}
			return (order < 0 == lower) ? this : other;
		}

	}

	/**
	 * The points or the range of one field. Only the first of several points, lower or
	 * upper ends is taken: an array may meet each by another element.
	 */
	static final class FieldBounds {

		private @Nullable List<byte[]> points;

		private @Nullable Bound lower;

		private @Nullable Bound upper;

		/** All of a value's type that comes after it, or before it. */
		static FieldBounds beyond(byte[] value, boolean after) {
			FieldBounds bounds = new FieldBounds();
			Bound end = new Bound(value, false);
			if (after) {
				bounds.lower = end;
			}
			else {
				bounds.upper = end;
			}
			return bounds;
		}

		/** Whether this is no more than all from a value on, in one direction. */
		boolean isFrom(byte[] value, boolean after) {
			Bound end = after ? this.lower : this.upper;
			boolean oneEnd = (after ? this.upper : this.lower) == null && this.points == null;
			return oneEnd && end != null && end.inclusive() && Arrays.equals(end.value(), value);
		}

		@Nullable List<byte[]> points() {
			return this.points;
		}

		@Nullable Bound lower() {
			return this.lower;
		}

		@Nullable Bound upper() {
			return this.upper;
		}

		boolean isRange() {
			return this.points == null && (this.lower != null || this.upper != null);
		}

		/** Whether both a point and a range, or neither, are given. */
		boolean isMixed() {
			return (this.points != null) == (this.lower != null || this.upper != null);
		}

		private @Nullable Bound end(boolean ofLower) {
			if (this.points == null || this.points.isEmpty()) {
				return ofLower ? this.lower : this.upper;
			}
			Bound first = new Bound(this.points.getFirst(), true);
			Bound last = new Bound(this.points.getLast(), true);
			if (!first.sameType(last)) {
				return null;
			}
			return ofLower ? first : last;
		}

		private boolean points(List<byte[]> values) {
			boolean first = this.points == null;
			this.points = first ? values : this.points;
			return first;
		}

		private boolean lower(Bound bound) {
			boolean first = this.lower == null;
			this.lower = first ? bound : this.lower;
			return first;
		}

		private boolean upper(Bound bound) {
			boolean first = this.upper == null;
			this.upper = first ? bound : this.upper;
			return first;
		}

	}

}
