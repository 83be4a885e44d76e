package dev.recap.schema;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a conversation's metadata say of how long it is kept: {@code "retention": "30d"}
 * keeps it until nothing has happened for 30 days.
 */
public final class Retention {

	/** The reserved key of a conversation's metadata. */
	public static final String KEY = "retention";

	/** The reserved key that marks a session. */
	public static final String SESSION_KEY = "session";

	private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})([mhdw])");

	private Retention() {
	}

	/** What is wrong with the reserved key, or null when nothing is. */
	public static @Nullable String problem(@Nullable Map<String, Object> metadata) {
		Object given = (metadata != null) ? metadata.get(KEY) : null;
		return (given == null || parse(given) != null) ? null
				: "must be a number of minutes, hours, days or weeks, such as 90m, 12h, 30d or 52w";
	}

	/** The retention that metadata ask for; null when they ask for none, or wrongly. */
	public static @Nullable Duration of(Map<String, Object> metadata) {
		return parse(metadata.get(KEY));
	}

	/** Whether metadata are those of a session. */
	public static boolean isSession(Map<String, Object> metadata) {
		return Boolean.TRUE.equals(metadata.get(SESSION_KEY));
	}

	private static @Nullable Duration parse(@Nullable Object given) {
		Matcher parts = FORM.matcher((given instanceof String text) ? text : "");
		if (!parts.matches()) {
			return null;
		}
		long number = Long.parseLong(parts.group(1));
		return switch (parts.group(2)) {
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			case "w" -> Duration.ofDays(7 * number);
			default -> Duration.ofDays(number);
		};
	}

}
