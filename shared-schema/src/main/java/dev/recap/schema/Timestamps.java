package dev.recap.schema;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Timestamps as the contract has them: ISO-8601 UTC with milliseconds on output; on input
 * also with an offset, without a zone (read as UTC), as a bare date, or as epoch
 * milliseconds.
 */
public final class Timestamps {

	private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

	private static final int SECONDS_A_DAY = 24 * 60 * 60;

	private static final DateTimeFormatter OUTPUT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	/** Where output has digits, and what is between them. */
	private static final String SHAPE = "0000-00-00T00:00:00.000Z";

	private static final Pattern INPUT = Pattern
		.compile("(?<date>\\d{4}-\\d{2}-\\d{2})([Tt ](?<time>\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?)"
				+ "([Zz]|(?<hours>[+-]\\d{2})(:?(?<minutes>\\d{2}))?)?)?");

	private Timestamps() {
	}

	public static String format(Instant instant) {
		if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
			return OUTPUT.format(instant);
		}
		// By hand, in a tenth of the time: every message has one or two.
		LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(instant.getEpochSecond(), SECONDS_A_DAY));
		int second = Math.floorMod(instant.getEpochSecond(), SECONDS_A_DAY);
		byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
		digits(text, 3, date.getYear());
		digits(text, 6, date.getMonthValue());
		digits(text, 9, date.getDayOfMonth());
		digits(text, 12, second / 3600);
		digits(text, 15, second / 60 % 60);
		digits(text, 18, second % 60);
		digits(text, 22, instant.getNano() / 1_000_000);
		return new String(text, StandardCharsets.ISO_8859_1);
	}

	/** Writes a number over zeros, so that it ends at an index. */
	private static void digits(byte[] text, int last, int number) {
		int index = last;
		for (int rest = number; rest > 0; rest /= 10) {
			text[index--] = (byte) ('0' + rest % 10);
		}
	}

	/**
	 * Reads a timestamp, to the millisecond.
	 * @throws IllegalArgumentException when the text is no timestamp; its message says
	 * what one looks like
	 */
	public static Instant parse(String text) {
		return isOutput(text) ? parseOutput(text) : parseInput(text.strip());
	}

	/** Whether a text looks as output does, which nearly all of them do. */
	private static boolean isOutput(String text) {
		if (text.length() != SHAPE.length()) {
			return false;
		}
		for (int i = 0; i < SHAPE.length(); i++) {
			char wanted = SHAPE.charAt(i);
			char found = text.charAt(i);
			if ((wanted == '0') ? found < '0' || found > '9' : found != wanted) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The same as the expression and the parsers below make of it, in a twentieth of the
	 * time: every reader of the log does this once a message.
	 */
	private static Instant parseOutput(String text) {
		int year = number(text, 0, 4);
		int month = number(text, 5, 7);
		int day = number(text, 8, 10);
		int hour = number(text, 11, 13);
		int minute = number(text, 14, 16);
		int second = number(text, 17, 19);
		if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) {
			return parseInput(text);
		}
		long seconds = LocalDate.of(year, month, day).toEpochDay() * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
		return fromEpochMillis(seconds * 1000 + number(text, 20, 23));
	}

	private static boolean isDate(int year, int month, int day) {
		return month >= 1 && month <= 12 && day >= 1 && day <= Month.of(month).length(Year.isLeap(year));
	}

	private static int number(String text, int from, int to) {
		int number = 0;
		for (int i = from; i < to; i++) {
			number = number * 10 + text.charAt(i) - '0';
		}
		return number;
	}

	private static Instant parseInput(String trimmed) {
		try {
			if (!trimmed.isEmpty() && trimmed.chars().skip(1).allMatch(Character::isDigit)
					&& (Character.isDigit(trimmed.charAt(0)) || trimmed.length() > 1 && trimmed.charAt(0) == '-')) {
				return fromEpochMillis(Long.parseLong(trimmed));
			}
			Matcher parts = INPUT.matcher(trimmed);
			if (!parts.matches()) {
				throw invalid();
			}
			return checked(
					LocalDateTime.of(LocalDate.parse(parts.group("date")), time(parts)).toInstant(offset(parts)));
		}
		catch (DateTimeException | NumberFormatException ex) {
			throw invalid();
		}
	}

	private static LocalTime time(Matcher parts) {
		String time = parts.group("time");
		return (time != null) ? LocalTime.parse(time) : LocalTime.MIDNIGHT;
	}

	private static ZoneOffset offset(Matcher parts) {
		String hours = parts.group("hours");
		String minutes = parts.group("minutes");
		return (hours != null) ? ZoneOffset.of(hours + ":" + ((minutes != null) ? minutes : "00")) : ZoneOffset.UTC;
	}

	/**
	 * Reads epoch milliseconds.
	 * @throws IllegalArgumentException when they lie outside the years 1 to 9999
	 */
	public static Instant fromEpochMillis(long millis) {
		return checked(Instant.ofEpochMilli(millis));
	}

	private static Instant checked(Instant instant) {
		if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
			throw invalid();
		}
		return Instant.ofEpochMilli(instant.toEpochMilli());
	}

	private static IllegalArgumentException invalid() {
		return new IllegalArgumentException(
				"must be an ISO-8601 timestamp such as 2026-01-31T09:30:00Z, or epoch milliseconds");
	}

}
