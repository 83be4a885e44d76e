package dev.recap.schema.summary;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whether there was enough to summarize. */
public enum SummaryStatus {

	OK, INSUFFICIENT_CONTENT;

	@JsonValue
	public String json() {
		return name().toLowerCase(Locale.ROOT);
	}

}
