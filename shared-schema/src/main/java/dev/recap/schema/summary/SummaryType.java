package dev.recap.schema.summary;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a summary is of: one window, the conversation so far (rolling), or a whole
 * conversation on demand.
 */
public enum SummaryType {

	WINDOW, ROLLING, BRIEF, DETAILED;

	@JsonValue
	public String json() {
		return name().toLowerCase(Locale.ROOT);
	}

}
