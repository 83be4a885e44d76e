package dev.recap.schema.summary;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import dev.recap.schema.summary.Highlight.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What can be learned from a conversation beside its summary; the flat lists are views of
 * the highlights.
 *
 * @param sentimentScore -1 (negative) to 1 (positive)
 * @param keywords the most telling first
 * @param language the BCP 47 tag of a language that the engine could only count and
 * quote: it did not look for a tone, decisions or action items; null otherwise
 */
public record Insights(Sentiment sentiment, double sentimentScore, List<String> keywords,
		List<Participant> participants, List<Highlight> highlights,
		@JsonInclude(Include.NON_NULL) @Nullable String language) {

	public Insights {
		keywords = (keywords != null) ? List.copyOf(keywords) : List.of();
		participants = (participants != null) ? List.copyOf(participants) : List.of();
		highlights = (highlights != null) ? List.copyOf(highlights) : List.of();
	}

	public Insights(Sentiment sentiment, double sentimentScore, List<String> keywords, List<Participant> participants,
			List<Highlight> highlights) {
		this(sentiment, sentimentScore, keywords, participants, highlights, null);
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
