package dev.recap.schema.summary;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import dev.recap.schema.summary.Highlight.Kind;

/**
 * What can be learned from a conversation beside its summary; the flat lists are views of
 * the highlights.
 *
 * @param sentimentScore -1 (negative) to 1 (positive)
 * @param keywords the most telling first
 */
public record Insights(Sentiment sentiment, double sentimentScore, List<String> keywords,
		List<Participant> participants, List<Highlight> highlights) {

	public Insights {
		keywords = (keywords != null) ? List.copyOf(keywords) : List.of();
		participants = (participants != null) ? List.copyOf(participants) : List.of();
		highlights = (highlights != null) ? List.copyOf(highlights) : List.of();
	}

	public static Insights none() {
		return new Insights(Sentiment.NEUTRAL, 0, List.of(), List.of(), List.of());
	}

	@JsonProperty(access = Access.READ_ONLY)
	public List<String> actionItems() {
		return texts(Kind.ACTION_ITEM);
	}

	@JsonProperty(access = Access.READ_ONLY)
	public List<String> decisions() {
		return texts(Kind.DECISION);
	}

	@JsonProperty(access = Access.READ_ONLY)
	public List<String> questions() {
		return texts(Kind.QUESTION);
	}

	private List<String> texts(Kind kind) {
		return this.highlights.stream().filter((highlight) -> highlight.kind() == kind).map(Highlight::text).toList();
	}

	/** Somebody who wrote, how much, and in which tone. */
	public record Participant(String userId, int messageCount, Sentiment sentiment) {
	}

}
