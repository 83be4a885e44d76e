package dev.recap.query.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.recap.schema.Json;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonBufferTests {

	@Test
	void escapesEveryCharacterAsTheMapperDoes() {
		List<String> texts = new ArrayList<>();
		for (char c = 0; c < 0x300; c++) {
			texts.add("a" + c + "b");
		}
		texts.addAll(List.of("", "\"", "\\\\", "\n\r\t", "\u2028\u2029", "😀"));
		JsonBuffer json = new JsonBuffer(1);
		json.raw("[").text(texts.getFirst());
		texts.stream().skip(1).forEach((text) -> json.raw(",").text(text));
		assertThat(text(json.raw("]"))).isEqualTo(new String(Json.bytes(texts), StandardCharsets.UTF_8));
	}

	@Test
	void writesNumbersTimesAndNullAsTheMapperDoes() {
		Instant time = Instant.parse("2026-01-31T09:30:00.070Z");
		JsonBuffer json = new JsonBuffer(0);
		json.raw("[").number(Long.MIN_VALUE).raw(",").timestamp(time).raw(",").text(null).raw("]");
		assertThat(text(json))
			.isEqualTo(new String(Json.bytes(Arrays.asList(Long.MIN_VALUE, time, null)), StandardCharsets.UTF_8));
	}

	@Test
	void repeatsWhatWasWritten() {
		JsonBuffer json = new JsonBuffer(3);
		json.text("x");
		assertThat(text(json.raw(":").again(0, 3))).isEqualTo("\"x\":\"x\"");
	}

	private static String text(JsonBuffer json) {
		return new String(json.toBytes(), StandardCharsets.UTF_8);
	}

}
