package dev.recap.benchmarks.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessagesTests {

	@Test
	void areOfAboutThreeHundredBytes() {
		assertThat(new Messages(1).singles("conversation-", 100))
			.allSatisfy((body) -> assertThat(body).hasSizeBetween(270, 330));
	}

	@Test
	void areTheSameForTheSameSeed() {
		assertThat(new Messages(7).batch("c", "u", 5)).isEqualTo(new Messages(7).batch("c", "u", 5));
	}

}
