package dev.recap.schema.event;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** Who speaks in a message. */
public enum Role {

	USER, ASSISTANT, SYSTEM;

	private final String json = name().toLowerCase(Locale.ROOT);

	@JsonValue
	public String json() {
		return this.json;
	}

	/** The role of that name, or null when there is none. */
	public static @Nullable Role of(String name) {
		for (Role role : values()) {
			if (role.json().equals(name)) {
				return role;
			}
		}
		return null;
	}

}
