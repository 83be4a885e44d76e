package dev.recap.schema.summary;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a request was made: what closed a window, or that somebody asks. */
public enum Trigger {

	IDLE, GAP, COUNT, AGE, END, ON_DEMAND,

	/** Nothing is to be made: somebody only asks whether the requester takes part. */
	CHECK;

	@JsonValue
	public String json() {
		return name().toLowerCase(Locale.ROOT);
	}

}
