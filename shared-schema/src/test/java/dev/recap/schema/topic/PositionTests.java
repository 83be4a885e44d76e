package dev.recap.schema.topic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PositionTests {

	@Test
	void readsItsOwnToken() {
		Position position = new Position(3, Long.MAX_VALUE);
		assertThat(position).hasToString("3:9223372036854775807");
		assertThat(Position.parse(position.toString())).isEqualTo(position);
		assertThat(Position.parse("0:0")).isEqualTo(new Position(0, 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", "1", "1:", ":1", "-1:1", "1:-1", "a:b", "1:2:3", " 1:2", "1:2 ", "99999999999:1",
			"1:99999999999999999999" })
	void takesNothingElse(String token) {
		assertThat(Position.parse(token)).isNull();
	}

}
