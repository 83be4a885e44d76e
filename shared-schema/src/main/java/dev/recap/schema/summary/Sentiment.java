package dev.recap.schema.summary;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** The tone of what was said. */
public enum Sentiment {

	POSITIVE, NEGATIVE, NEUTRAL;

	@JsonValue
	public String json() {
		return name().toLowerCase(Locale.ROOT);
	}

}
