package dev.recap.schema.store;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.recap.schema.Json;
import dev.recap.schema.Timestamps;
import dev.recap.schema.summary.ConversationSummary;

/**
 * A summary as it lies in {@code summaries}: the fields of {@link ConversationSummary}
 * with {@code _id}, the time it was made as a date, and the generation of its
 * conversation.
 */
public final class SummaryDocument {

	public static final String COLLECTION = "summaries";

	private SummaryDocument() {
	}

	public static Map<String, Object> toMap(ConversationSummary summary, String generation) {
		Map<String, Object> map = new HashMap<>(Json.map(summary));
		map.put("_id", summary.summaryId());
		map.put("generated_at", Date.from(summary.generatedAt()));
		map.put("generation", generation);
		return map;
	}

	/** The terms under which a summary is found. */
	public static List<String> terms(ConversationSummary summary) {
		String title = (summary.title() != null) ? summary.title() : "";
		return SearchTerms.indexed(title + " " + summary.summary());
	}

	public static ConversationSummary from(Map<String, ?> map) {
		Map<String, Object> copy = new HashMap<>(map);
		copy.replaceAll((field, value) -> (value instanceof Date date) ? text(date.toInstant()) : value);
		return Json.mapper().convertValue(copy, ConversationSummary.class);
	}

	private static String text(Instant instant) {
		return Timestamps.format(instant);
	}

}
