package dev.recap.schema.summary;

import dev.recap.schema.Json;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AsOfTests {

	@Test
	void sortsInTheLogsOrder() {
		assertThat(new AsOf[] { AsOf.START, AsOf.of(0, 0, 0), AsOf.of(999, 0, 1_000_000), AsOf.of(1000, 2, 9),
				AsOf.of(1000, 2, 10), AsOf.of(1000, 11, 0), AsOf.of(1_769_860_800_000L, 0, 0),
				AsOf.of(1_769_860_800_000L, 0, Long.MAX_VALUE) })
			.isSorted();
	}

	@Test
	void isTextInJson() {
		AsOf asOf = AsOf.of(1_769_860_800_000L, 3, 128);
		String json = Json.mapper().writeValueAsString(asOf);
		assertThat(json).isEqualTo("\"1769860800000-00003-0000000000000000128\"");
		assertThat(Json.mapper().readValue(json, AsOf.class)).isEqualTo(asOf);
	}

}
