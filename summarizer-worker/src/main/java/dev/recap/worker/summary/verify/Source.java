package dev.recap.worker.summary.verify;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashSet;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.recap.schema.Timestamps;
import dev.recap.schema.store.MessageDocument;

/** Words, numbers and text that a statement may be made of. */
final class Source {

	static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}][\\p{L}\\p{M}'’]*");

	static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:/-]\\d+)*");

	private static final Pattern SPACE = Pattern.compile("\\s+");

	private static final Pattern CAMEL = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");

	private static final Pattern THOUSANDS = Pattern.compile(",(?=\\d{3}(?:\\D|$))");

	private static final Pattern NOUGHTS = Pattern.compile("^0+(?=\\d)|[.:]0+$");

	/** Who writes to the model instead of the people proves nothing by it. */
	private static final Pattern ORDER = Pattern
		.compile("(?is)\\b(?:ignor|disregard|forget|overrid|vergiss)\\w*\\b.{0,60}"
				+ "\\b(?:instruction|prompt|rule|anweisung|consigne|instruccion)\\w*|</?messages>|\\bsystem prompt\\b");

	/** A name of this length may be shown with less. */
	private static final int SHORTENED = 40;

	private static final int STEM = 4;

	private static final int ENDING = 4;

	private final StringBuilder text = new StringBuilder();

	private final NavigableSet<String> words = new TreeSet<>();

	private final Set<String> numbers = new HashSet<>();

	static String normalized(String text) {
		return SPACE.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT).replace('‹', '<').replace('›', '>');
	}

	void add(String said) {
		String normalized = normalized(said);
		this.text.append(normalized).append('\n');
		words(normalized);
		Matcher number = NUMBER.matcher(normalized);
		while (number.find()) {
			this.numbers.add(canonical(number.group()));
			for (String part : number.group().split("[.,:/-]")) {
				this.numbers.add(canonical(part));
			}
		}
	}

	/** Whether a message is said to people. */
	static boolean proves(MessageDocument message) {
		return !ORDER.matcher(message.content()).find();
	}

	void add(MessageDocument message) {
		if (proves(message)) {
			add(message.content());
		}
		addName(message.userId());
		add(Timestamps.format(message.timestamp()));
		LocalDate day = LocalDate.ofInstant(message.timestamp(), ZoneOffset.UTC);
		words(day.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT));
		words(day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT));
	}

	/** A user's id is also the names it is made of. */
	void addName(String userId) {
		add(userId);
		words(CAMEL.matcher(userId).replaceAll(" ").toLowerCase(Locale.ROOT));
		if (userId.length() >= SHORTENED) {
			cutNumbers(userId);
		}
	}

	/** A long name is shown shortened, which may cut a number in it. */
	private void cutNumbers(String name) {
		Matcher number = NUMBER.matcher(name);
		while (number.find()) {
			for (int length = 1; length < number.group().length(); length++) {
				this.numbers.add(canonical(number.group().substring(0, length)));
			}
		}
	}

	void addNumber(long number) {
		this.numbers.add(String.valueOf(number));
	}

	private void words(String lower) {
		Matcher word = WORD.matcher(lower);
		while (word.find()) {
			this.words.add(bare(word.group()));
		}
	}

	boolean says(String phrase) {
		return this.text.indexOf(normalized(phrase)) >= 0;
	}

	/** Whether a word stands there, in this form or another. */
	boolean knows(String word) {
		String bare = bare(word.toLowerCase(Locale.ROOT));
		if (this.words.contains(bare)) {
			return true;
		}
		String longer = this.words.ceiling(bare);
		if (bare.length() >= STEM && longer != null && longer.startsWith(bare)) {
			return true;
		}
		for (int length = bare.length() - 1; length >= Math.max(STEM, bare.length() - ENDING); length--) {
			if (this.words.contains(bare.substring(0, length))) {
				return true;
			}
		}
		return false;
	}

	boolean counts(String number) {
		return this.numbers.contains(canonical(number));
	}

	private static String bare(String word) {
		String straight = word.replace('’', '\'');
		return straight.endsWith("'s") ? straight.substring(0, straight.length() - 2)
				: straight.endsWith("'") ? straight.substring(0, straight.length() - 1) : straight;
	}

	/** Numbers that mean the same are written the same. */
	private static String canonical(String number) {
		String plain = THOUSANDS.matcher(number).replaceAll("");
		return NOUGHTS.matcher(plain).replaceAll("");
	}

}
