package dev.recap.standalone.mongo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares reads through indexes with a scan of all documents. */
class OrderedIndexTests {

	private static final String[] FIELDS = { "a", "b", "c", "d.e" };

	private final EncodedCollection collection = new EncodedCollection(
			new JournaledDatabase("test", new CursorRegistry(), (change) -> {
			}), "c", CollectionOptions.withDefaults(), new CursorRegistry(), (change) -> {
			});

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })
	void findsWhatAScanFindsInTheSameOrder(long seed) {
		Random random = new Random(seed);
		boolean arrays = seed % 2 == 0;
		addIndexes(random);
		change(random, arrays, 600);
		int used = 0;
		for (int i = 0; i < 1500; i++) {
			Document query = query(random, 2);
			Document orderBy = orderBy(random, arrays);
			int skip = random.nextInt(3) * 2;
			int limit = random.nextInt(3) * 5;
			List<Document> scanned = scan(query, orderBy);
			List<Document> found = decode(this.collection.find(query, orderBy, skip, limit));
			int end = (limit == 0) ? scanned.size() : Math.min(scanned.size(), skip + limit);
			List<Document> expected = scanned.subList(Math.min(skip, end), end);
			assertThat(found).as("%s by %s", query, orderBy).hasSameSizeAs(expected);
			assertThat(keys(found, orderBy)).as("%s by %s", query, orderBy).isEqualTo(keys(expected, orderBy));
			assertThat(scanned).containsAll(found);
			assertThat(found).doesNotHaveDuplicates();
			assertThat(this.collection.count(query, 0, 0)).as("count of %s", query).isEqualTo(scanned.size());
			used += scanned.isEmpty() ? 0 : 1;
		}
		assertThat(used).isGreaterThan(200);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void findsWhatComesAfterACursor(long seed) {
		Random random = new Random(seed);
		boolean arrays = seed % 4 == 0;
		this.collection.addIndex(id());
		this.collection.addIndex(new OrderedIndex("forward", keys("a", "b", "c", "d.e"), false, false));
		this.collection.addIndex(new OrderedIndex("backward",
				List.of(new IndexKey("a", true), new IndexKey("c", false), new IndexKey("b", false)), false, false));
		change(random, arrays, 900);
		int used = 0;
		int exact = 0;
		for (int i = 0; i < 1500; i++) {
			boolean after = random.nextBoolean();
			int direction = (after || arrays) ? 1 : -1;
			List<String> fields = List.of(List.of("b", "c", "d.e"), List.of("c", "b"), List.of("b")).get(i % 3);
			Document query = cursor(random, fields, after);
			Document orderBy = new Document();
			fields.forEach((field) -> orderBy.append(field, direction));
			if (random.nextInt(8) == 0) {
				orderBy.put(fields.getFirst(), -direction);
			}
			Document order = arrays ? new Document() : orderBy;
			List<Document> scanned = scan(query, order);
			List<Document> found = decode(this.collection.find(query, order, 0, 7));
			List<Document> expected = scanned.subList(0, Math.min(scanned.size(), 7));
			assertThat(found).as("%s by %s", query, order).hasSameSizeAs(expected);
			assertThat(keys(found, order)).as("%s by %s", query, order).isEqualTo(keys(expected, order));
			assertThat(scanned).containsAll(found);
			assertThat(found).doesNotHaveDuplicates();
			used += scanned.isEmpty() ? 0 : 1;
			exact += IndexScan.best(indexes(), QueryBounds.of(query), order).orElseThrow().exact() ? 1 : 0;
		}
		assertThat(used).isGreaterThan(200);
		if (!arrays) {
			assertThat(exact).isGreaterThan(500);
		}
	}

	/** What comes after a place, with and without saying so twice, and with more. */
	private static Document cursor(Random random, List<String> fields, boolean after) {
		List<Document> alternatives = new ArrayList<>();
		Document same = new Document();
		for (String field : fields) {
			Object value = scalar(random);
			alternatives.add(new Document(same).append(field, new Document(after ? "$gt" : "$lt", value)));
			same.append(field, value);
		}
		Document query = new Document("a", scalar(random));
		if (random.nextBoolean()) {
			query.append(fields.getFirst(), new Document(after ? "$gte" : "$lte", same.get(fields.getFirst())));
		}
		if (random.nextInt(6) == 0) {
			query.append("_id", new Document("$gt", 100));
		}
		if (random.nextInt(8) == 0) {
			query.append("life", "s1");
		}
		return query.append("$or", alternatives);
	}

	private static Object scalar(Random random) {
		while (true) {
			Object value = value(random, false);
			if (value != null) {
				return value;
			}
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void keysOrderAsTheirValuesDo(long seed) {
		Random random = new Random(seed);
		List<Object> values = List.of(Long.MIN_VALUE, -(1L << 53) - 1, -1.5, -1, -0.0, 0L, 1e-9, 1, 1.5, 2L, (1L << 53),
				(1L << 53) + 1, Long.MAX_VALUE, Double.POSITIVE_INFINITY, "", "a", "a\0", "a\0b", "ab", "b", "\u00e9",
				false, true, Instant.EPOCH.minusMillis(5), Instant.EPOCH, Instant.EPOCH.plusMillis(9));
		List<Object> shuffled = new ArrayList<>(values);
		Collections.shuffle(shuffled, random);
		shuffled.sort((one, other) -> Arrays.compareUnsigned(KeyWriter.scalar(one), KeyWriter.scalar(other)));
		assertThat(shuffled.stream().map(OrderedIndexTests::number))
			.containsExactlyElementsOf(values.stream().map(OrderedIndexTests::number).toList());
	}

	@Test
	void pageStartsAtTheCursorAndReadsNoMoreThanItsLimit() {
		this.collection.addIndex(id());
		this.collection.addIndex(new OrderedIndex("page", keys("a", "b", "c"), false, false));
		IntStream.range(0, 1000)
			.forEach((i) -> this.collection
				.addDocument(new Document("_id", i).append("a", "x").append("b", i / 2).append("c", i % 2)));
		Document query = new Document("a", "x").append("$or", List.of(new Document("b", new Document("$gt", 400)),
				new Document("b", 400).append("c", new Document("$gt", 0))));
		IndexScan scan = IndexScan.best(indexes(), QueryBounds.of(query), new Document("b", 1).append("c", 1))
			.orElseThrow();
		assertThat(scan.ordered()).isTrue();
		assertThat(scan.exact()).isTrue();
		assertThat(scan.positions().limit(3)).containsExactly(801, 802, 803);
	}

	@Test
	void asksOfWhatItReadsOnlyWhatTheIndexDoesNotSay() {
		this.collection.addIndex(id());
		this.collection.addIndex(new OrderedIndex("page", keys("a", "b", "c"), false, false));
		Document query = new Document("a", "x").append("life", "1")
			.append("$or", List.of(new Document("b", new Document("$gt", 400)),
					new Document("b", 400).append("c", new Document("$gt", 0))));
		QueryBounds bounds = QueryBounds.of(query);
		IndexScan scan = IndexScan.best(indexes(), bounds, new Document("b", 1).append("c", 1)).orElseThrow();
		assertThat(scan.left(bounds, query)).isEqualTo(new Document("life", "1"));
		IndexScan otherwise = IndexScan.best(indexes(), bounds, new Document("life", 1)).orElseThrow();
		assertThat(otherwise.left(bounds, query)).containsOnlyKeys("life", "$or");
		Document twice = new Document("$and", List.of(new Document("a", "y"))).append("a", "x");
		QueryBounds both = QueryBounds.of(twice);
		assertThat(IndexScan.best(indexes(), both, null).orElseThrow().left(both, twice)).isEqualTo(twice);
	}

	@Test
	void guardedLookupByIdentifierReadsOneDocument() {
		this.collection.addIndex(id());
		this.collection.addIndex(new OrderedIndex("a", keys("a"), false, false));
		IntStream.range(0, 100).forEach((i) -> this.collection.addDocument(new Document("_id", i).append("a", 1)));
		Document query = new Document("$and",
				List.of(new Document("a", 1), new Document("_id", 7), new Document("b", new Document("$ne", 2))));
		assertThat(IndexScan.best(indexes(), QueryBounds.of(query), null).orElseThrow().positions()).containsExactly(7);
	}

	private List<OrderedIndex> indexes() {
		return this.collection.getIndexes().stream().map(OrderedIndex.class::cast).toList();
	}

	private void addIndexes(Random random) {
		this.collection.addIndex(id());
		for (int i = 0; i < 4; i++) {
			List<String> fields = new ArrayList<>(List.of(FIELDS));
			Collections.shuffle(fields, random);
			List<IndexKey> keys = fields.subList(0, 1 + random.nextInt(4))
				.stream()
				.map((field) -> new IndexKey(field, random.nextInt(3) > 0))
				.toList();
			this.collection.addIndex(new OrderedIndex("i" + i, keys, random.nextInt(4) == 0, false));
		}
	}

	private static OrderedIndex id() {
		return new OrderedIndex("_id_", keys("_id"), false, true);
	}

	private static List<IndexKey> keys(String... fields) {
		return Arrays.stream(fields).map((field) -> new IndexKey(field, true)).toList();
	}

	private void change(Random random, boolean arrays, int times) {
		for (int i = 0; i < times; i++) {
			Document id = new Document("_id", random.nextInt(300));
			try {
				switch (random.nextInt(5)) {
					case 0 -> this.collection.deleteDocuments(id, 1, NoopOplog.get());
					case 1 -> this.collection.updateDocuments(id,
							new Document("$set", new Document("a", value(random, arrays))), ArrayFilters.empty(), false,
							false, NoopOplog.get());
					default -> this.collection.addDocument(document(random, id, arrays));
				}
			}
			catch (MongoServerError ex) {
				assertThat(ex.getCode()).as(ex.getMessage()).isIn(11000, 171);
			}
		}
	}

	private static Document document(Random random, Document id, boolean arrays) {
		Document document = new Document(id);
		for (String field : List.of("a", "b", "c")) {
			if (random.nextInt(6) > 0) {
				document.put(field, value(random, arrays));
			}
		}
		return document.append("d", new Document("e", value(random, false))).append("life", "s" + random.nextInt(2));
	}

	private static @Nullable Object value(Random random, boolean arrays) {
		return switch (random.nextInt(arrays ? 8 : 6)) {
			case 0 -> null;
			case 1 -> "s" + random.nextInt(5);
			case 2 -> Instant.ofEpochMilli(random.nextInt(5));
			case 3 -> random.nextInt(5) + 0.5;
			case 4 -> (long) random.nextInt(5);
			case 6 -> IntStream.range(0, random.nextInt(4)).mapToObj((i) -> value(random, false)).toList();
			default -> random.nextInt(5);
		};
	}

	private static Document query(Random random, int depth) {
		Document query = new Document();
		for (int i = random.nextInt(3); i >= 0; i--) {
			if (depth > 0 && random.nextInt(5) == 0) {
				query.put(random.nextBoolean() ? "$and" : "$or",
						List.of(query(random, depth - 1), query(random, depth - 1)));
			}
			else {
				query.put(FIELDS[random.nextInt(FIELDS.length)], condition(random));
			}
		}
		return query;
	}

	private static @Nullable Object condition(Random random) {
		Object value = value(random, false);
		return switch (random.nextInt(6)) {
			case 0 -> new Document("$in", Arrays.asList(value, value(random, false), value(random, false)));
			case 1 -> (value == null) ? null : new Document("$gte", value).append("$lt", other(random, value));
			case 2 -> (value == null) ? null : new Document(random.nextBoolean() ? "$gt" : "$lte", value);
			case 3 -> (value == null) ? null : new Document("$not", new Document("$gte", value));
			default -> value;
		};
	}

	private static Object other(Random random, Object value) {
		while (true) {
			Object other = value(random, false);
			if (other != null && (other.getClass() == value.getClass())) {
				return other;
			}
		}
	}

	/** The order of arrays is not compared: drivers' rules for it differ by direction. */
	private static Document orderBy(Random random, boolean arrays) {
		Document orderBy = new Document();
		for (int i = arrays ? 0 : random.nextInt(4); i > 0; i--) {
			orderBy.put(FIELDS[random.nextInt(FIELDS.length)], random.nextBoolean() ? 1 : -1);
		}
		return orderBy;
	}

	private List<Document> scan(Document query, Document orderBy) {
		DefaultQueryMatcher matcher = new DefaultQueryMatcher();
		List<Document> scanned = new ArrayList<>(decode(this.collection.encodedDocuments().toList()));
		scanned.removeIf((document) -> !matcher.matches(document, query));
		if (!orderBy.isEmpty()) {
			scanned.sort(new DocumentComparator(orderBy));
		}
		return scanned;
	}

	private static List<Document> decode(List<byte[]> documents) {
		return documents.stream().map(DocumentBytes::decode).toList();
	}

	private static List<List<@Nullable Object>> keys(List<Document> documents, Document orderBy) {
		return documents.stream().map((document) -> {
			List<@Nullable Object> key = new ArrayList<>();
			orderBy.keySet()
				.forEach((field) -> key
					.add(number(field.equals("d.e") ? ((Document) document.get("d")).get("e") : document.get(field))));
			return key;
		}).toList();
	}

	private static @Nullable Object number(@Nullable Object value) {
		if (value instanceof Long number && number.doubleValue() != 0 && Math.abs(number) > 1 << 20) {
			return number;
		}
		return (value instanceof Number number) ? number.doubleValue() + 0.0 : value;
	}

}
