package dev.recap.web;

import java.util.List;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** What clients are told about JSON that cannot be read. */
public final class JsonErrors {

	private static final Pattern SOURCE = Pattern.compile("\\s*\\(start marker at \\[Source.*\\]\\)");

	private JsonErrors() {
	}

	/** 400 that says what is wrong and where, and nothing of how it was read. */
	public static ApiException invalid(JacksonException failure) {
		String problem = (failure instanceof StreamConstraintsException)
				? "nested too deeply, or a name or number in it is too long"
				: SOURCE.matcher(String.valueOf(failure.getOriginalMessage())).replaceAll("");
		return ApiException.invalid("The body is not the JSON expected: " + problem + where(failure), List.of());
	}

	private static String where(JacksonException failure) {
		TokenStreamLocation location = failure.getLocation();
		return (location != null && location.getLineNr() > 0)
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

}
