package dev.recap.worker.ledger;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the day that something is put off to. */
final class Days {

	private static final List<String> WEEK = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

	private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
			"oct", "nov", "dec");

	private static final String MONTH = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

	private static final Pattern ISO = Pattern.compile("\\b(\\d{4}-\\d{2}-\\d{2})\\b");

	private static final Pattern MONTH_FIRST = Pattern
		.compile("\\b(?<month>" + MONTH + ")\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?\\b");

	private static final Pattern DAY_FIRST = Pattern
		.compile("\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>" + MONTH + ")\\b");

	private static final Pattern WEEKDAY = Pattern
		.compile("\\b(?:next )?(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?\\b");

	private static final Pattern RELATIVE = Pattern.compile("\\b(today|tonight|tomorrow|next week|next month)\\b");

	private Days() {
	}

	/**
	 * The last day a text in lower case names: what is put off goes from one to another.
	 * @param said when it was said
	 */
	static Optional<LocalDate> find(String text, LocalDate said) {
		try {
			return last(ISO, text).map((found) -> LocalDate.parse(found.group(1)))
				.or(() -> last(MONTH_FIRST, text).map((found) -> date(found, said)))
				.or(() -> last(DAY_FIRST, text).map((found) -> date(found, said)))
				.or(() -> last(WEEKDAY, text).map((found) -> weekday(found.group(1), said)))
				.or(() -> last(RELATIVE, text).map((found) -> relative(found.group(1), said)));
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	/** Whether a word names a month or a part of one. */
	static boolean isDay(String word) {
		return word.matches("\\d+(?:st|nd|rd|th)?") || word.matches(MONTH);
	}

	private static Optional<Matcher> last(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		Matcher found = pattern.matcher(text);
		int start = -1;
		while (matcher.find()) {
			start = matcher.start();
		}
		return (start >= 0 && found.find(start)) ? Optional.of(found) : Optional.empty();
	}

	private static LocalDate date(Matcher found, LocalDate said) {
		int month = MONTHS.indexOf(found.group("month").substring(0, 3)) + 1;
		LocalDate date = LocalDate.of(said.getYear(), month, Integer.parseInt(found.group("day")));
		return date.isBefore(said) ? date.plusYears(1) : date;
	}

	private static LocalDate weekday(String name, LocalDate said) {
		return said.with(TemporalAdjusters.next(DayOfWeek.of(WEEK.indexOf(name) + 1)));
	}

	private static LocalDate relative(String name, LocalDate said) {
		return switch (name) {
			case "tomorrow" -> said.plusDays(1);
			case "next week" -> said.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
			case "next month" -> said.plusMonths(1).withDayOfMonth(1);
			default -> said;
		};
	}

}
