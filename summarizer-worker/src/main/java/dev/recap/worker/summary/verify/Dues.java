package dev.recap.worker.summary.verify;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.recap.schema.store.MessageDocument;

/** Whether what was said can mean a day. */
final class Dues {

	/** Days and months are dates as much as numbers are. */
	static final Set<String> NAMES = Set.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
			"sunday", "january", "february", "march", "april", "june", "july", "august", "september", "october",
			"november", "december");

	private static final int LONGEST = 400;

	private static final Pattern TODAY = word(
			"today|tonight|eod|cob|end of (?:the )?day|this (?:morning|afternoon|evening)|now");

	private static final Pattern TOMORROW = word("tomorrow|tmrw|tmr");

	private static final Pattern AFTER_TOMORROW = word("day after tomorrow");

	private static final Pattern DAYS = word("days?");

	private static final Pattern WEEK = word("weeks?|eow|weekend");

	private static final Pattern MONTH = word("months?|eom");

	private static final int MOST_DAYS = 31;

	private static final int MOST_WEEKS = 70;

	private static final int MOST_MONTHS = 190;

	private Dues() {
	}

	static boolean mayMean(MessageDocument message, LocalDate due) {
		String said = message.content().toLowerCase(Locale.ROOT);
		long ahead = ChronoUnit.DAYS.between(LocalDate.ofInstant(message.timestamp(), ZoneOffset.UTC), due);
		return said.contains(due.toString())
				|| ahead >= 0 && ahead <= LONGEST && (relative(said, ahead) || named(said, due, ahead));
	}

	private static boolean relative(String said, long ahead) {
		return (ahead == 0 && TODAY.matcher(said).find()) || (ahead == 1 && TOMORROW.matcher(said).find())
				|| (ahead == 2 && AFTER_TOMORROW.matcher(said).find())
				|| (ahead <= MOST_DAYS && DAYS.matcher(said).find())
				|| (ahead <= MOST_WEEKS && WEEK.matcher(said).find())
				|| (ahead <= MOST_MONTHS && MONTH.matcher(said).find());
	}

	private static boolean named(String said, LocalDate due, long ahead) {
		return (ahead <= 14 && namesDay(said, due.getDayOfWeek()))
				|| Pattern.compile("(?<!\\d)0?" + due.getDayOfMonth() + "(?!\\d)").matcher(said).find()
						&& (namesMonth(said, due.getMonth()) || namesNoMonth(said));
	}

	private static boolean namesDay(String said, DayOfWeek day) {
		String name = day.name().toLowerCase(Locale.ROOT);
		return word(name + "|" + name.substring(0, 3) + "|" + name.substring(0, 4)).matcher(said).find();
	}

	private static boolean namesMonth(String said, Month month) {
		String name = month.name().toLowerCase(Locale.ROOT);
		return word(name + "|" + name.substring(0, 3) + "|" + name.substring(0, Math.min(4, name.length())))
			.matcher(said)
			.find();
	}

	private static boolean namesNoMonth(String said) {
		return Arrays.stream(Month.values()).noneMatch((month) -> namesMonth(said, month));
	}

	private static Pattern word(String words) {
		return Pattern.compile("(?<![\\p{L}])(?:" + words + ")(?![\\p{L}])");
	}

}
