package dev.recap.schema;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TimestampsTests {

	@ParameterizedTest
	@CsvSource({ "2026-01-31T09:30:00Z, 2026-01-31T09:30:00.000Z", "2026-01-31t09:30:00z, 2026-01-31T09:30:00.000Z",
			"2026-01-31T09:30:00.123456789Z, 2026-01-31T09:30:00.123Z",
			"2026-01-31T09:30:00+02:00, 2026-01-31T07:30:00.000Z", "2026-01-31T09:30:00-0530, 2026-01-31T15:00:00.000Z",
			"2026-01-31T09:30:00+02, 2026-01-31T07:30:00.000Z", "2026-01-31T09:30:00, 2026-01-31T09:30:00.000Z",
			"2026-01-31 09:30:00.5, 2026-01-31T09:30:00.500Z", "2026-01-31 09:30:00+00:00, 2026-01-31T09:30:00.000Z",
			"2026-01-31T09:30, 2026-01-31T09:30:00.000Z", "2026-01-31, 2026-01-31T00:00:00.000Z",
			"1769851800123, 2026-01-31T09:30:00.123Z", "0, 1970-01-01T00:00:00.000Z", "-1, 1969-12-31T23:59:59.999Z",
			"' 2026-01-31T09:30:00Z ', 2026-01-31T09:30:00.000Z", "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000Z",
			"2026-12-31T23:59:59.999Z, 2026-12-31T23:59:59.999Z", "2024-02-29T01:02:03.004Z, 2024-02-29T01:02:03.004Z",
			"0001-01-01T00:00:00.000Z, 0001-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
			"9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z" })
	void readsWhatProducersWrite(String text, String expected) {
		assertThat(Timestamps.format(Timestamps.parse(text))).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "-", "now", "2026-13-01", "2026-02-30", "2026-02-29T00:00:00Z",
			"2026-01-31T25:00:00Z", "2026-01-3109:30:00", "2026-01-31T 09:30:00", "2026-01-31T09:30:00ZZ",
			"2026-01-31T09:30:00+99:00", "2026-01-31T09:30:00Z trailing", "999999999999999", "99999999999999999999",
			"10000-01-01T00:00:00Z", "0000-12-31T00:00:00Z", "9999-12-31T23:59:59-01:00", "1.5",
			"2026-02-29T00:00:00.000Z", "2026-00-10T00:00:00.000Z", "2026-13-10T00:00:00.000Z",
			"2026-01-00T00:00:00.000Z", "2026-01-10T25:00:00.000Z", "2026-01-10T00:60:00.000Z",
			"2026-01-10T00:00:60.000Z", "0000-12-31T00:00:00.000Z", "2026-01-10T00:00:00,000Z" })
	void refusesWhatIsNoTimestamp(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Timestamps.parse(text)).withMessageContaining("ISO-8601");
	}

	@Test
	void readsWhatItWrites() {
		for (long millis = -62_135_596_800_000L; millis < 253_402_300_800_000L; millis += 15_768_427_019L) {
			Instant instant = Instant.ofEpochMilli(millis);
			assertThat(Timestamps.parse(Timestamps.format(instant))).isEqualTo(instant);
		}
	}

	@Test
	void cutsToTheMillisecondAsItIsWritten() {
		Instant parsed = Timestamps.parse("1969-12-31T23:59:59.9999Z");
		assertThat(Timestamps.parse(Timestamps.format(parsed))).isEqualTo(parsed)
			.isEqualTo(Instant.parse("1969-12-31T23:59:59.999Z"));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, 1_767_225_599_999L, 951_782_400_000L, 253_402_300_799_999L, -62_135_596_800_000L,
			253_402_300_800_000L, -62_135_596_800_001L })
	void writesTheYearsOfTheContractAsThePatternDoes(long millis) {
		Instant instant = Instant.ofEpochMilli(millis);
		assertThat(Timestamps.format(instant)).isEqualTo(
				DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC).format(instant));
	}

}
