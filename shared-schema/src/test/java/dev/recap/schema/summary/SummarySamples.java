package dev.recap.schema.summary;

import java.time.Instant;
import java.util.List;

import dev.recap.schema.event.Usage;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.Insights.Participant;
import dev.recap.schema.summary.SummaryEvent.AccessChecked;
import dev.recap.schema.summary.SummaryEvent.ItemChanged;
import dev.recap.schema.summary.SummaryEvent.ItemOpened;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.topic.Position;

/** Summaries, requests and what answers them, with everything and with little. */
public final class SummarySamples {

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");

	private SummarySamples() {
	}

	public static Insights insights() {
		return new Insights(Sentiment.POSITIVE, 0.5, List.of("release", "friday"),
				List.of(new Participant("ann", 2, Sentiment.NEUTRAL)),
				List.of(new Highlight(Kind.KEY_POINT, "The release is near.", null, null, "near", List.of("m1")),
						new Highlight(Kind.DECISION, "Ship on Friday.", null, null, "ship on Friday", List.of("m1")),
						new Highlight(Kind.ACTION_ITEM, "Ann writes the notes.", "ann", "2026-02-06", "I will write",
								List.of("m1", "m2")),
						new Highlight(Kind.QUESTION, "Who tests?", null, null, "who tests?", List.of("m3"))));
	}

	public static ConversationSummary full(SummaryType type) {
		return new ConversationSummary("r1", "c", type, SummaryStatus.OK, AsOf.of(1_769_860_800_123L, 3, 128),
				"Release", "They ship on Friday.", insights(), new Coverage(NOON, NOON.plusSeconds(60), 3, 0), "llm",
				"gpt", "3", new Usage(10, 20, 0.003), NOON);
	}

	public static ConversationSummary thin() {
		return new ConversationSummary("r2", "c", SummaryType.WINDOW, SummaryStatus.INSUFFICIENT_CONTENT, AsOf.START,
				null, "", Insights.none(), new Coverage(null, null, 0, 0), "extractive", null, "1", null, NOON);
	}

	public static List<SummaryRequest> requests() {
		return List.of(
				SummaryRequest.window("c", Trigger.IDLE, new Position(3, 120), new Position(3, 128), 1_769_860_800_123L,
						NOON, NOON.plusSeconds(60), 9, NOON),
				SummaryRequest.onDemand("c", SummaryType.DETAILED, new Position(3, 128), NOON),
				SummaryRequest.onDemand("c", SummaryType.BRIEF, null, NOON),
				SummaryRequest.onDemand("c", SummaryType.ROLLING, null, NOON),
				SummaryRequest.onDemand("c", SummaryType.DETAILED, null, NOON).unreadOf("ann").by("ann"),
				SummaryRequest.check("c", "ann", new Position(3, 128), NOON));
	}

	public static List<SummaryEvent> events() {
		return List.of(new SummaryUpdated("r1", "c", full(SummaryType.WINDOW), full(SummaryType.ROLLING)),
				new SummaryUpdated("r2", "c", thin(), null),
				new SummaryFailed("r3", "c", "timeout", "The model did not answer."),
				new AccessChecked("r4", "c", true), new ItemOpened("e1", "c", "i1"), new ItemChanged("e2", "c", "i1"));
	}

}
