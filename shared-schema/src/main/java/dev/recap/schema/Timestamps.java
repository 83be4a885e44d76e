package dev.recap.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Timestamps as the contract has them: ISO-8601 UTC with milliseconds on output; on input
 * also with an offset, without a zone (read as UTC), as a bare date, or as epoch
 * milliseconds.
 */
public final class Timestamps {

	private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

	private static final DateTimeFormatter OUTPUT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter INPUT = new DateTimeFormatterBuilder().parseCaseInsensitive()
		.append(DateTimeFormatter.ISO_LOCAL_DATE)
		.optionalStart()
		.appendLiteral('T')
		.append(DateTimeFormatter.ISO_LOCAL_TIME)
		.optionalStart()
		.parseLenient()
		.appendOffset("+HHmm", "Z")
		.optionalEnd()
		.optionalEnd()
		.toFormatter(Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT);

	private static final Pattern SPACE_BEFORE_TIME = Pattern.compile("^(\\d{4}-\\d{2}-\\d{2}) (?=\\d)");

	private Timestamps() {
	}

	public static String format(Instant instant) {
		return OUTPUT.format(instant);
	}

	/**
	 * Reads a timestamp, to the millisecond.
	 * @throws IllegalArgumentException when the text is no timestamp; its message says
	 * what one looks like
	 */
	public static Instant parse(String text) {
		String trimmed = text.strip();
		try {
			if (!trimmed.isEmpty() && trimmed.chars().skip(1).allMatch(Character::isDigit)
					&& (Character.isDigit(trimmed.charAt(0)) || trimmed.length() > 1 && trimmed.charAt(0) == '-')) {
				return fromEpochMillis(Long.parseLong(trimmed));
			}
			TemporalAccessor parsed = INPUT.parseBest(SPACE_BEFORE_TIME.matcher(trimmed).replaceFirst("$1T"),
					OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
			return checked(switch (parsed) {
				case OffsetDateTime offset -> offset.toInstant();
				case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
				case LocalDate date -> date.atStartOfDay().toInstant(ZoneOffset.UTC);
				default -> throw new DateTimeException("no timestamp");
			});
		}
		catch (DateTimeException | NumberFormatException ex) {
			throw invalid();
		}
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
