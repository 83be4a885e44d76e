package dev.recap.schema.summary;

import java.util.List;
import java.util.Map;

import dev.recap.schema.Json;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InsightsTests {

	@Test
	void showsHighlightsAsFlatListsToo() {
		Insights insights = SummarySamples.insights();
		assertThat(insights.actionItems()).containsExactly("Ann writes the notes.");
		assertThat(insights.decisions()).containsExactly("Ship on Friday.");
		assertThat(insights.questions()).containsExactly("Who tests?");
		assertThat(Json.map(insights)).containsEntry("action_items", List.of("Ann writes the notes."))
			.containsEntry("decisions", List.of("Ship on Friday."))
			.containsEntry("questions", List.of("Who tests?"))
			.containsEntry("sentiment", "positive")
			.containsEntry("sentiment_score", 0.5)
			.containsOnlyKeys("sentiment", "sentiment_score", "keywords", "participants", "highlights", "action_items",
					"decisions", "questions");
	}

	@Test
	void readsTheFlatListsFromTheHighlightsOnly() {
		assertThat(read(Json.map(SummarySamples.insights()))).isEqualTo(SummarySamples.insights());
		assertThat(read(Map.of("sentiment", "neutral", "action_items", List.of("invented"))))
			.isEqualTo(Insights.none());
	}

	@Test
	void namesALanguageOnlyWhereThereIsOne() {
		Insights german = new Insights(Sentiment.NEUTRAL, 0, List.of(), List.of(), List.of(), "de");
		assertThat(Json.map(german)).containsEntry("language", "de");
		assertThat(read(Json.map(german))).isEqualTo(german);
	}

	private static Insights read(Map<String, Object> map) {
		return Json.mapper().convertValue(map, Insights.class);
	}

}
