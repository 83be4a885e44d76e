package dev.recap.worker.summary.verify;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Finds in a statement what nobody said: markup, links, numbers, dates and names. */
final class Facts {

	private static final Pattern ACTIVE = Pattern.compile(
			"(?i)<\\s*/?\\s*(?:script|img|iframe|svg|object|embed|link|style|meta|base|form|a|video|audio|body|html|input|button|math|template)\\b"
					+ "|\\bon[a-z]{3,20}\\s*=|(?:javascript|vbscript)\\s*:|data\\s*:\\s*text|!\\[[^\\]]*\\]\\s*\\(");

	private static final Pattern TAG = Pattern.compile("[<‹]\\s*[/!]?\\s*[a-zA-Z][^>›]{0,60}[>›]?");

	private static final Pattern LINK = Pattern
		.compile("(?i)\\b(?:[a-z][a-z0-9+.-]{1,15}://|www\\.|mailto:)[^\\s<>\"“”]+|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"
				+ "|\\b(?:[a-z0-9-]+\\.)+[a-z]{2,24}\\b(?:/[^\\s<>\"“”]*)?");

	private static final Pattern END_OF_LINK = Pattern.compile("[.,:;!?)\\]}'’*_]+$");

	private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

	private static final Set<String> LARGE = Set.of("dozen", "hundred", "thousand", "million", "billion");

	/** What stands before the first word of a sentence or of one within it. */
	private static final String BEFORE_FIRST = ".!?:\"“”„«»([{-–—*•/|\n";

	private final Source source;

	private final Source names;

	private final Language language;

	/**
	 * Facts of a source.
	 * @param names who takes part, whom a statement may name in any case
	 */
	Facts(Source source, Source names, Language language) {
		this.source = source;
		this.names = names;
		this.language = language;
	}

	/** What is wrong with a statement; null when nothing is. */
	@Nullable String problem(String statement) {
		if (ACTIVE.matcher(statement).find()) {
			return "it holds markup";
		}
		Matcher tag = TAG.matcher(statement);
		while (tag.find()) {
			if (!this.source.says(tag.group())) {
				return unsaid(tag.group());
			}
		}
		Matcher link = LINK.matcher(statement);
		while (link.find()) {
			String bare = END_OF_LINK.matcher(link.group()).replaceAll("");
			if (!this.source.says(bare)) {
				return unsaid(bare);
			}
		}
		String rest = link.replaceAll(" ");
		String number = number(rest);
		return (number != null) ? unsaid(number) : name(rest);
	}

	private static String unsaid(String what) {
		return "\"" + what + "\" is not in the messages";
	}

	private @Nullable String number(String text) {
		Matcher number = Source.NUMBER.matcher(text);
		while (number.find()) {
			boolean date = DATE.matcher(number.group()).matches();
			if (date ? !this.source.says(number.group()) : !this.source.counts(number.group())) {
				return number.group();
			}
		}
		return null;
	}

	private @Nullable String name(String text) {
		boolean titled = titled(text);
		Matcher word = Source.WORD.matcher(text);
		while (word.find()) {
			String lower = word.group().toLowerCase(Locale.ROOT);
			boolean capital = Character.isUpperCase(word.group().codePointAt(0));
			boolean date = Dues.NAMES.contains(lower) && (capital || !lower.equals("march"));
			if ((date || LARGE.contains(lower) || capital && names(word.group(), titled || first(text, word.start())))
					&& !this.source.knows(lower) && !this.names.knows(lower)) {
				return unsaid(word.group());
			}
		}
		return null;
	}

	/** Whether a capitalized word is likely to be a name. */
	private boolean names(String word, boolean first) {
		if (word.length() == 1 || word.startsWith("I'") || word.startsWith("I’")) {
			return false;
		}
		return switch (this.language) {
			case ENGLISH -> !first || !Lexicon.knows(word);
			case OTHER -> !first;
			case GERMAN -> false;
		};
	}

	private static boolean first(String text, int start) {
		int before = start - 1;
		while (before >= 0
				&& (text.charAt(before) == ' ' || text.charAt(before) == '\'' || text.charAt(before) == '‘')) {
			before--;
		}
		return before < 0 || BEFORE_FIRST.indexOf(text.charAt(before)) >= 0;
	}

	/** Whether Most Words Begin Like This, as in titles. */
	private static boolean titled(String text) {
		int words = 0;
		int capitals = 0;
		Matcher word = Source.WORD.matcher(text);
		while (word.find()) {
			if (word.group().length() > 3) {
				words++;
				capitals += Character.isUpperCase(word.group().codePointAt(0)) ? 1 : 0;
			}
		}
		return words >= 2 && capitals * 4 >= words * 3;
	}

}
