package dev.recap.schema.summary;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a window was closed. */
public enum Trigger {

	IDLE, GAP, COUNT, AGE, END, ON_DEMAND;

	@JsonValue
	public String json() {
		return name().toLowerCase(Locale.ROOT);
	}

}
