package dev.recap.worker.summary.extractive;

import java.time.Instant;
import java.time.LocalDate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DueDatesTests {

	private static final Instant WEDNESDAY = Instant.parse("2024-01-10T10:00:00Z");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			I'll do it today              | 2024-01-10
			I'll do it tonight            | 2024-01-10
			done by EOD                   | 2024-01-10
			I'll send it tomorrow         | 2024-01-11
			the day after tomorrow        | 2024-01-12
			send it by Friday             | 2024-01-12
			send it by fri                | 2024-01-12
			finish it this Friday         | 2024-01-12
			on Monday we ship             | 2024-01-15
			by Wednesday                  | 2024-01-17
			next Friday                   | 2024-01-19
			next week                     | 2024-01-15
			by the end of the week        | 2024-01-12
			by end of month               | 2024-01-31
			by 2024-03-05                 | 2024-03-05
			on March 3rd                  | 2024-03-03
			by 3 March                    | 2024-03-03
			effective November 06th 2012  | 2012-11-06
			on January 2nd                | 2025-01-02
			in two weeks                  | 2024-01-24
			within 3 days                 | 2024-01-13
			""")
	void findsTheDay(String text, LocalDate due) {
		assertThat(DueDates.find(text, WEDNESDAY)).contains(due);
	}

	@ParameterizedTest
	@ValueSource(strings = { "some day", "I may go", "2024-13-45", "February 31", "the sun is out", "last friday",
			"version 2.3.1", "" })
	void findsNoneWhereThereIsNone(String text) {
		assertThat(DueDates.find(text, WEDNESDAY)).isEmpty();
	}

}
