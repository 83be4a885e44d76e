package dev.recap.schema;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.recap.schema.ErrorBody.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonTests {

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

	@Test
	void writesSnakeCaseAndLeavesOutWhatIsAbsent() {
		assertThat(text(new Sample("ann", null, NOON, 2)))
			.isEqualTo("{\"user_name\":\"ann\",\"said_at\":\"2026-01-31T12:00:00.000Z\",\"some_count\":2}");
	}

	@Test
	void ignoresUnknownFieldsAndReadsNullNumbersAsZero() {
		assertThat(read("{\"user_name\":\"ann\",\"more\":{},\"said_at\":1769860800000,\"some_count\":null}"))
			.isEqualTo(new Sample("ann", null, NOON, 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{} {}", "{", "", "[]", "{\"said_at\":\"noon\"}", "{\"said_at\":1.5}",
			"{\"said_at\":true}", "{\"said_at\":99999999999999999999}" })
	void refusesWhatDoesNotFit(String json) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(json));
	}

	@Test
	void turnsAValueIntoATree() {
		assertThat(Json.map(new Sample("ann", "x", NOON, 1))).isEqualTo(
				Map.of("user_name", "ann", "nick_name", "x", "said_at", "2026-01-31T12:00:00.000Z", "some_count", 1));
	}

	@Test
	void writesErrorsInTheirShape() {
		assertThat(text(ErrorBody.of("No such thing", "not_found", NOON))).isEqualTo("{\"detail\":{\"error\":"
				+ "\"No such thing\",\"code\":\"not_found\",\"timestamp\":\"2026-01-31T12:00:00.000Z\"}}");
		assertThat(
				text(ErrorBody.of("Bad", "invalid_request", NOON, List.of(new FieldProblem("user_id", "is missing")))))
			.endsWith("\"fields\":[{\"field\":\"user_id\",\"problem\":\"is missing\"}]}}");
	}

	private static String text(Object value) {
		return new String(Json.bytes(value), StandardCharsets.UTF_8);
	}

	private static Sample read(String json) {
		return Json.mapper().readValue(json, Sample.class);
	}

	private record Sample(String userName, @Nullable String nickName, Instant saidAt, int someCount) {
	}

}
