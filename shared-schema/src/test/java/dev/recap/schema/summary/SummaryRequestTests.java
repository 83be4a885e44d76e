package dev.recap.schema.summary;

import java.time.Instant;
import java.util.List;

import dev.recap.schema.Json;
import dev.recap.schema.topic.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryRequestTests {

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

	static List<SummaryRequest> requests() {
		return SummarySamples.requests();
	}

	@ParameterizedTest
	@MethodSource("requests")
	void readsWhatItWrites(SummaryRequest request) {
		assertThat(Json.mapper().readValue(Json.bytes(request), SummaryRequest.class)).isEqualTo(request);
	}

	@Test
	void namesTheSameWorkAlike() {
		assertThat(window("c", 8, Trigger.IDLE, NOON)).isEqualTo(window("c", 8, Trigger.COUNT, NOON.plusSeconds(5)))
			.isNotEqualTo(window("c", 9, Trigger.IDLE, NOON))
			.isNotEqualTo(window("d", 8, Trigger.IDLE, NOON));
		assertThat(onDemand(SummaryType.BRIEF, 8)).isEqualTo(onDemand(SummaryType.BRIEF, 8))
			.isNotEqualTo(onDemand(SummaryType.DETAILED, 8))
			.isNotEqualTo(onDemand(SummaryType.BRIEF, 9))
			.isNotEqualTo(window("c", 8, Trigger.IDLE, NOON));
	}

	private static String window(String conversation, long last, Trigger trigger, Instant requestedAt) {
		return SummaryRequest
			.window(conversation, trigger, new Position(0, 1), new Position(0, last), 1000, NOON, NOON, 2, requestedAt)
			.requestId();
	}

	private static String onDemand(SummaryType type, long last) {
		return SummaryRequest.onDemand("c", type, new Position(0, last), NOON).requestId();
	}

}
