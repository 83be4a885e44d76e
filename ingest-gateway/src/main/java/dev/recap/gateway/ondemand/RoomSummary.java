package dev.recap.gateway.ondemand;

import java.util.List;

import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code POST /api/summarize}.
 *
 * @param unreadSummary what the user who asks has not seen; empty when nobody is named
 */
record RoomSummary(String summary, List<String> bulletPoints, List<String> keyDecisions, List<String> actionItems,
		String unreadSummary, int totalMessages, List<String> participants) {

	private static final String NOTHING_NEW = "Nothing new since you were last here.";

	/** A room in which nobody has said anything. */
	static RoomSummary empty(boolean named) {
		return new RoomSummary("No messages yet.", List.of(), List.of(), List.of(), named ? NOTHING_NEW : "", 0,
				List.of());
	}

	static RoomSummary of(SummaryUpdated answer, boolean named) {
		ConversationSummary summary = answer.summary();
		Insights insights = summary.insights();
		List<String> points = insights.highlights()
			.stream()
			.filter((highlight) -> highlight.kind() == Highlight.Kind.KEY_POINT)
			.map(Highlight::text)
			.toList();
		return new RoomSummary(summary.summary(), points, insights.decisions(), insights.actionItems(),
				named ? unread(answer.unread()) : "", summary.covers().messages(),
				insights.participants().stream().map(Insights.Participant::userId).toList());
	}

	private static String unread(@Nullable ConversationSummary unread) {
		return (unread != null) ? unread.summary() : NOTHING_NEW;
	}

}
