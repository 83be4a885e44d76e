package dev.recap.standalone.mongo;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BsonReaderTests {

	private static final Document DOCUMENT = new Document("_id", new ObjectId()).append("double", -1.5)
		.append("text", "größer 🙂\0")
		.append("document", new Document("a", new Document("b", 1)).append("empty", new Document()))
		.append("list", List.of("x", 2, List.of("y"), new Document("a", 1)))
		.append("terms", List.of("ship", "größer", "\0", ""))
		.append("binary", new BinData(new byte[] { 0, 1, 2 }))
		.append("uuid", UUID.fromString("01a1fd33-d442-7589-add3-73715d4b95f8"))
		.append("yes", true)
		.append("no", false)
		.append("date", Instant.ofEpochMilli(-5))
		.append("nothing", null)
		.append("pattern", new BsonRegularExpression("^a.*", "i"))
		.append("int", Integer.MIN_VALUE)
		.append("long", Long.MIN_VALUE + 1)
		.append("decimal", Decimal128.ONE)
		.append("most", MaxKey.getInstance())
		.append("größe", "a name that is not ASCII")
		.append("n".repeat(100), "a long name");

	@Test
	void readsAndWritesWhatTheLibraryDoes() {
		byte[] bytes = DocumentBytes.encode(DOCUMENT);
		for (int i = 0; i < 2; i++) {
			Document read = DocumentBytes.decode(bytes);
			assertThat(read.keySet()).isEqualTo(DOCUMENT.keySet());
			assertThat(encodedByLibrary(read)).isEqualTo(bytes)
				.isEqualTo(encodedByLibrary(BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes))));
		}
	}

	private static byte[] encodedByLibrary(Document document) {
		ByteBuf buffer = Unpooled.buffer();
		BsonEncoder.encodeDocument(document, buffer);
		return ByteBufUtil.getBytes(buffer);
	}

	@Test
	void encodedStringsHaveTheKeysOfStrings() {
		List<?> terms = (List<?>) EncodedFields.of(DOCUMENT).indexed().get("terms");
		List<?> expected = (List<?>) DOCUMENT.get("terms");
		assertThat(terms).hasSameSizeAs(expected).allMatch(EncodedText.class::isInstance);
		for (int i = 0; i < terms.size(); i++) {
			for (boolean ascending : new boolean[] { true, false }) {
				assertThat(new KeyWriter().value(terms.get(i), ascending).toBytes())
					.isEqualTo(new KeyWriter().value(expected.get(i), ascending).toBytes());
			}
		}
	}

	@Test
	void keepsWhatAnUpsertInsertsAsItCame() {
		Document update = new Document("q", new Document("_id", 1))
			.append("u", new Document("$setOnInsert", DOCUMENT).append("$set", new Document("a", 2)))
			.append("upsert", true);
		Document read = new BsonReader(DocumentBytes.encode(update), 0).readUpdate();
		Document operators = (Document) read.get("u");
		assertThat(operators.get("$set")).isEqualTo(new Document("a", 2));
		EncodedFields fields = (EncodedFields) operators.get("$setOnInsert");
		assertThat(DocumentBytes.encode(fields.decode())).isEqualTo(DocumentBytes.encode(DOCUMENT));
		Document whole = new Document("id", 1);
		whole.putAll(DOCUMENT);
		assertThat(fields.behind(new Document("id", 1))).isEqualTo(DocumentBytes.encode(whole));
	}

	@Test
	void refusesWhatIsNoDocument() {
		byte[] bytes = DocumentBytes.encode(new Document("a", "b").append("c", List.of("d")));
		for (int length = 0; length < bytes.length; length++) {
			byte[] cut = Arrays.copyOf(bytes, length);
			assertThatThrownBy(() -> DocumentBytes.decode(cut)).isInstanceOf(RuntimeException.class);
		}
		byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
		DocumentBytes.writeLength(longer, longer.length);
		assertThatIllegalArgumentException().isThrownBy(() -> DocumentBytes.decode(longer));
	}

	@Test
	void refusesANameThatComesTwice() {
		byte[] twice = DocumentBytes.encode(new Document("a", 1).append("b", 2));
		twice[Integer.BYTES + 8] = 'a';
		assertThatIllegalArgumentException().isThrownBy(() -> DocumentBytes.decode(twice)).withMessageContaining("'a'");
	}

}
