package dev.recap.worker.summary.extractive;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the day something is due, relative to when it was said (UTC). */
final class DueDates {

	private static final String MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

	private static final String DAYS = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";

	private static final String LONG_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";

	private static final List<String> MONTH_NAMES = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
			"sep", "oct", "nov", "dec");

	private static final List<String> DAY_NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

	private static final String NUMBERS = "\\d{1,3}|an?|one|two|three|four|five|six|ten";

	private static final List<String> NUMBER_NAMES = List.of("zero", "one", "two", "three", "four", "five", "six",
			"seven", "eight", "nine", "ten");

	private static final List<Rule> RULES = List.of(
			new Rule("\\b(\\d{4})-(\\d{2})-(\\d{2})\\b",
					(found, said) -> LocalDate.of(number(found, 1), number(found, 2), number(found, 3))),
			new Rule("\\b(" + MONTHS + ")\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?\\b",
					(found, said) -> date(found.group(2), found.group(1), found.group(3), said)),
			new Rule("\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (" + MONTHS + ")\\b(?:,? (\\d{4})\\b)?",
					(found, said) -> date(found.group(1), found.group(2), found.group(3), said)),
			new Rule("\\bday after tomorrow\\b", (found, said) -> said.plusDays(2)),
			new Rule("\\b(?:tomorrow|tmrw|tmr)\\b", (found, said) -> said.plusDays(1)),
			new Rule("\\b(?:today|tonight|this (?:morning|afternoon|evening)|eod|end of (?:the )?day|cob)\\b",
					(found, said) -> said),
			new Rule("\\bnext (" + DAYS + ")\\b",
					(found, said) -> monday(said).plusWeeks(1).plusDays(day(found.group(1)).ordinal())),
			new Rule("\\b(?:by|on|before|until|till|due|this|for) (?:(?:this|the|coming) )?(" + DAYS + ")\\b",
					(found, said) -> said.with(TemporalAdjusters.next(day(found.group(1))))),
			new Rule("(?<!last |every |each |on )\\b(" + LONG_DAYS + ")\\b(?! was| were|'s)",
					(found, said) -> said.with(TemporalAdjusters.next(day(found.group(1))))),
			new Rule("\\b(?:eow|end of (?:(?:the|this) )?week)\\b",
					(found, said) -> said.with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY))),
			new Rule("\\b(?:eom|end of (?:(?:the|this) )?month)\\b",
					(found, said) -> said.with(TemporalAdjusters.lastDayOfMonth())),
			new Rule("\\bnext week\\b", (found, said) -> monday(said).plusWeeks(1)),
			new Rule("\\bnext month\\b", (found, said) -> said.with(TemporalAdjusters.firstDayOfNextMonth())),
			new Rule("\\b(?:in|within) (" + NUMBERS + ") days?\\b",
					(found, said) -> said.plusDays(count(found.group(1)))),
			new Rule("\\b(?:in|within) (" + NUMBERS + ") weeks?\\b",
					(found, said) -> said.plusWeeks(count(found.group(1)))));

	private DueDates() {
	}

	static Optional<LocalDate> find(String text, Instant saidAt) {
		String lower = text.toLowerCase(Locale.ROOT);
		LocalDate said = LocalDate.ofInstant(saidAt, ZoneOffset.UTC);
		for (Rule rule : RULES) {
			Optional<LocalDate> due = rule.apply(lower, said);
			if (due.isPresent()) {
				return due;
			}
		}
		return Optional.empty();
	}

	private static int number(Matcher found, int group) {
		return Integer.parseInt(found.group(group));
	}

	private static LocalDate monday(LocalDate day) {
		return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
	}

	private static DayOfWeek day(String name) {
		return DayOfWeek.of(DAY_NAMES.indexOf(name.substring(0, 3)) + 1);
	}

	private static int count(String number) {
		if (number.startsWith("a")) {
			return 1;
		}
		int named = NUMBER_NAMES.indexOf(number);
		return (named >= 0) ? named : Integer.parseInt(number);
	}

	private static LocalDate date(String day, String month, @org.jspecify.annotations.Nullable String year,
			LocalDate said) {
		int monthOfYear = MONTH_NAMES.indexOf(month.substring(0, 3)) + 1;
		if (year != null) {
			return LocalDate.of(Integer.parseInt(year), monthOfYear, Integer.parseInt(day));
		}
		LocalDate date = LocalDate.of(said.getYear(), monthOfYear, Integer.parseInt(day));
		return date.isBefore(said) ? date.plusYears(1) : date;
	}

	private record Rule(Pattern pattern, BiFunction<Matcher, LocalDate, LocalDate> resolver) {

		Rule(String pattern, BiFunction<Matcher, LocalDate, LocalDate> resolver) {
			this(Pattern.compile(pattern), resolver);
		}

		Optional<LocalDate> apply(String text, LocalDate said) {
			Matcher found = this.pattern.matcher(text);
			if (!found.find()) {
				return Optional.empty();
			}
			try {
				return Optional.of(this.resolver.apply(found, said));
			}
			catch (DateTimeException ex) {
				return Optional.empty();
			}
		}

	}

}
