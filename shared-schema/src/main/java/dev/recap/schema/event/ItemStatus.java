package dev.recap.schema.event;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** What has become of an action item or a decision. */
public enum ItemStatus {

	/** It stands. */
	OPEN,

	/** Somebody did it. */
	DONE,

	/** It was given up. */
	DROPPED;

	@JsonValue
	public String json() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The status of that name, or null. */
	@JsonCreator
	public static @Nullable ItemStatus of(String name) {
		for (ItemStatus status : values()) {
			if (status.json().equals(name)) {
				return status;
			}
		}
		return null;
	}

}
