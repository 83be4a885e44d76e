package dev.recap.schema.summary;

import java.util.List;

import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.UnknownSummaryEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryEventTests {

	static List<SummaryEvent> events() {
		return SummarySamples.events();
	}

	@ParameterizedTest
	@MethodSource("events")
	void readsWhatItWrites(SummaryEvent event) {
		assertThat(Json.mapper().readValue(Json.bytes(event), SummaryEvent.class)).isEqualTo(event);
	}

	@Test
	void carriesItsType() {
		assertThat(Json.map(new SummaryFailed("r", "c", "timeout", "No answer")))
			.containsEntry("type", "summary.failed")
			.containsEntry("request_id", "r");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"summary.painted\",\"colour\":\"red\"}", "{}" })
	void takesTypesItDoesNotKnow(String json) {
		assertThat(Json.mapper().readValue(json, SummaryEvent.class)).isEqualTo(new UnknownSummaryEvent());
	}

}
