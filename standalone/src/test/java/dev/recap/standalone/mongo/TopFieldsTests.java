package dev.recap.standalone.mongo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopFieldsTests {

	private static final Document DOCUMENT = new Document("_id", new ObjectId()).append("double", 1.5)
		.append("text", "größer 🙂")
		.append("document", new Document("a", new Document("b", 1)))
		.append("list", List.of("x", 2, List.of()))
		.append("binary", new BinData(new byte[] { 0, 1, 2 }))
		.append("uuid", UUID.fromString("01a1fd33-d442-7589-add3-73715d4b95f8"))
		.append("yes", true)
		.append("date", Instant.ofEpochMilli(-5))
		.append("nothing", null)
		.append("pattern", new BsonRegularExpression("^a.*", "i"))
		.append("int", -7)
		.append("timestamp", new BsonTimestamp(42))
		.append("long", Long.MIN_VALUE)
		.append("decimal", Decimal128.ONE)
		.append("least", MinKey.getInstance())
		.append("most", MaxKey.getInstance())
		.append("größe", "a name that is not ASCII");

	private static final byte[] BYTES = DocumentBytes.encode(DOCUMENT);

	@Test
	void takesAnyFieldByItselfOrLeavesItOut() {
		Document whole = DocumentBytes.decode(BYTES);
		for (String name : whole.keySet()) {
			Document one = new Document(name, whole.get(name));
			assertThat(new TopFields(Set.of(name), true).of(BYTES)).isEqualTo(DocumentBytes.encode(one));
			Document others = whole.clone();
			others.remove(name);
			assertThat(new TopFields(Set.of(name), false).of(BYTES)).isEqualTo(DocumentBytes.encode(others));
		}
	}

	@Test
	void findsAFieldByItsName() {
		Document before = new Document();
		for (Map.Entry<String, Object> field : DocumentBytes.decode(BYTES).entrySet()) {
			int end = DocumentBytes.encode(before).length - 1;
			assertThat(TopFields.find(field.getKey().getBytes(StandardCharsets.UTF_8), BYTES)).isEqualTo(end);
			before.append(field.getKey(), field.getValue());
		}
		assertThat(TopFields.find(new byte[0], BYTES)).isEqualTo(-1);
		assertThat(TopFields.find("tex".getBytes(StandardCharsets.UTF_8), BYTES)).isEqualTo(-1);
	}

	@Test
	void knowsWhatAQueryLooksAt() {
		assertThat(TopFields.of(new Document("a.b", 1).append("c", new Document("$gt", 2))))
			.isEqualTo(new TopFields(Set.of("a", "c"), true));
		assertThat(TopFields.of(new Document("a", 1).append("$or", List.of())).of(BYTES)).isSameAs(BYTES);
	}

	@Test
	void knowsWhetherNothingElseIsProjected() {
		for (Map<String, Object> whole : List.<Map<String, Object>>of(Map.of(), Map.of("terms", 0),
				Map.of("_id", 1, "a", true))) {
			assertThat(TopFields.isWhole(new Document(whole))).as("%s", whole).isTrue();
		}
		for (Map<String, Object> part : List.<Map<String, Object>>of(Map.of("_id", 0), Map.of("_id", 0, "a", 1),
				Map.of("a.b", 1), Map.of("a.b", 0), Map.of("a", new Document("$slice", 1)), Map.of("a.$", 1))) {
			assertThat(TopFields.isWhole(new Document(part))).as("%s", part).isFalse();
		}
	}

	@Test
	void knowsWhatAProjectionLeaves() {
		assertThat(TopFields.ofProjection(new Document("terms", 0))).isEqualTo(new TopFields(Set.of("terms"), false));
		assertThat(TopFields.ofProjection(new Document("a.b", 1).append("c", true)))
			.isEqualTo(new TopFields(Set.of("_id", "a", "c"), true));
		assertThat(TopFields.ofProjection(new Document("_id", 0).append("c", 1)))
			.isEqualTo(new TopFields(Set.of("_id", "c"), true));
		for (Map<String, Object> whole : List.<Map<String, Object>>of(Map.of(), Map.of("_id", 0), Map.of("a.b", 0),
				Map.of("a", new Document("$slice", 1)))) {
			assertThat(TopFields.ofProjection(new Document(whole)).of(BYTES)).isSameAs(BYTES);
		}
	}

}
