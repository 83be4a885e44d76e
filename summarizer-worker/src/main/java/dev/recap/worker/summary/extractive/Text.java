package dev.recap.worker.summary.extractive;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text as it may be shown: without control characters and no longer than wished. */
final class Text {

	/** Control characters, line and paragraph separators, and those that reorder text. */
	static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");

	private static final Pattern SPACES = Pattern.compile("\\s+");

	private Text() {
	}

	static String printable(String text) {
		return SPACES.matcher(UNPRINTABLE.matcher(text).replaceAll(" ")).replaceAll(" ").strip();
	}

	/** The text's beginning, cut after a whole word where there is one. */
	static String limit(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		int space = text.lastIndexOf(' ', length);
		int end = (space > length / 2) ? space : length;
		return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end).strip();
	}

	static String capitalized(String text) {
		if (text.isEmpty()) {
			return text;
		}
		int first = text.offsetByCodePoints(0, 1);
		return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
	}

}
