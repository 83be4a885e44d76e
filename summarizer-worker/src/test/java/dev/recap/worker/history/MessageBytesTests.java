package dev.recap.worker.history;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.recap.schema.event.Role;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.MessageDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MessageBytesTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "We ship the release on Friday.", "Größe naïve façade", "Ἀλφα и слово 漢字かな",
			"🙂 fine 👩‍👩‍👧", "nul \u0000 inside", "\uD835\uDC00\uD835\uDC01" })
	void writesWhatTheDriverMakesOfTheMap(String content) {
		assertSameAsMap(message(content, Map.of(), null, null));
	}

	@Test
	void writesWhatAMessageMayHave() {
		assertSameAsMap(message("hello", Map.of("lang", "de", "nested", Map.of("a.b", 1)), "m-0",
				new Usage(12, Long.MAX_VALUE, 0.25)));
	}

	@Test
	void writesLongTexts() {
		assertSameAsMap(message("漢字 word ".repeat(100_000), Map.of(), null, null));
	}

	@Test
	void writesAsManyTermsAsAreIndexed() {
		assertSameAsMap(
				message(IntStream.range(0, 60).mapToObj((number) -> "word" + number).collect(Collectors.joining(" ")),
						Map.of(), null, null));
	}

	@Test
	void writesATermThatIsCutInACharacterAsAQueryDoes() {
		// 39 letters, and of the 40th a half.
		MessageDocument message = message("a".repeat(39) + "\uD840\uDC00", Map.of(), null, null);
		RawBsonDocument byMap = new RawBsonDocument(new Document("terms", message.toMap().get("terms")),
				new DocumentCodec());
		assertThat(MessageBytes.setOnInsert(message).getDocument("$setOnInsert").getArray("terms"))
			.isEqualTo(byMap.getArray("terms"));
	}

	private static void assertSameAsMap(MessageDocument message) {
		RawBsonDocument written = MessageBytes.setOnInsert(message);
		Document fields = new Document(message.toMap());
		fields.remove("_id");
		RawBsonDocument byMap = new RawBsonDocument(new Document("$setOnInsert", fields), new DocumentCodec());
		assertThat(written.decode(new DocumentCodec())).isEqualTo(byMap.decode(new DocumentCodec()));
		assertThat(written.getByteBuffer().remaining()).isEqualTo(byMap.getByteBuffer().remaining());
	}

	private static MessageDocument message(String content, Map<String, Object> metadata, @Nullable String replyTo,
			@Nullable Usage usage) {
		return new MessageDocument("c-é", "m-1", "ann", Role.ASSISTANT, content, Instant.ofEpochMilli(-1), metadata,
				replyTo, usage, 11, Long.MAX_VALUE, Instant.ofEpochMilli(1_767_225_600_123L), "0:7");
	}

}
