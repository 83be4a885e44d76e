package dev.recap.query.page;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.recap.schema.ErrorBody.FieldProblem;
import dev.recap.schema.Identifiers;
import dev.recap.schema.Timestamps;
import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The query parameters of a list; one that is blank counts as absent, and everything that
 * is wrong is told at once by {@link #check()}.
 */
public final class Parameters {

	private static final int MOST_OFFSET = 1_000_000;

	private static final Pattern BARE_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

	private final MultiValueMap<String, String> given;

	private final List<FieldProblem> problems = new ArrayList<>();

	private Parameters(MultiValueMap<String, String> given) {
		this.given = given;
	}

	public static Parameters of(ServerRequest request) {
		return new Parameters(request.queryParams());
	}

	/** {@code page}, 1 when absent. */
	public long page() {
		return number("page", 1, 1, Long.MAX_VALUE, "must be a whole number from 1");
	}

	/** {@code limit}. */
	public int limit(int standard, int most) {
		return (int) number("limit", standard, 1, most, "must be a whole number from 1 to " + most);
	}

	/** {@code offset}: how many entries to pass over, none when absent. */
	public int offset() {
		return (int) number("offset", 0, 0, MOST_OFFSET, "must be a whole number from 0 to " + MOST_OFFSET);
	}

	/** A yes or no, or what is standard when absent. */
	public boolean flag(String name, boolean standard) {
		Boolean flag = value(name, (text) -> switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("must be true or false");
		});
		return (flag != null) ? flag : standard;
	}

	/** An id, or null when absent. */
	public @Nullable String id(String name) {
		return value(name, (text) -> {
			String problem = Identifiers.problem(text);
			if (problem != null) {
				throw new IllegalArgumentException(problem);
			}
			return text;
		});
	}

	/** A text that must be given. */
	public String required(String name, int most) {
		String text = value(name, String::valueOf);
		if (text == null) {
			invalid(name, "is missing");
			return "";
		}
		if (text.length() > most) {
			invalid(name, "must have at most " + most + " characters");
		}
		return text;
	}

	/** {@code order}, or null when absent. */
	public @Nullable Order order() {
		return value("order", (text) -> switch (text) {
			case "asc" -> Order.ASC;
			case "desc" -> Order.DESC;
			default -> throw new IllegalArgumentException("must be asc (oldest first) or desc (newest first)");
		});
	}

	/** {@code cursor}, or null when absent; what the reader throws makes it invalid. */
	public <T> @Nullable T cursor(Function<String, T> reader) {
		return value("cursor", (text) -> {
			try {
				return reader.apply(text);
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException(
						"must be a next_cursor of this list, unchanged; leave it out to begin at the first page", ex);
			}
		});
	}

	/** The first instant of a period, or null when absent. */
	public @Nullable Instant start(String name) {
		return value(name, (text) -> Timestamps.parse(withPlus(text)));
	}

	/**
	 * The last instant of a period, or null when absent; a bare date is its whole day.
	 */
	public @Nullable Instant end(String name) {
		return value(name, (text) -> {
			Instant end = Timestamps.parse(withPlus(text));
			return BARE_DATE.matcher(text).matches()
					? LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1) : end;
		});
	}

	/** Notes what is wrong with a parameter. */
	public void invalid(String name, String problem) {
		this.problems.add(new FieldProblem(name, problem));
	}

	/**
	 * Ends the reading.
	 * @throws ApiException 400 when anything was wrong
	 */
	public void check() {
		if (this.problems.size() == 1) {
			throw ApiException.invalid(this.problems.getFirst().field(), this.problems.getFirst().problem());
		}
		if (!this.problems.isEmpty()) {
			throw ApiException.invalid("Several parameters are wrong", this.problems);
		}
	}

	private long number(String name, long standard, long least, long most, String problem) {
		Long number = value(name, (text) -> {
			if (!text.chars().allMatch((digit) -> digit >= '0' && digit <= '9')) {
				throw new IllegalArgumentException(problem);
			}
			// So many digits are a page beyond any end, or no limit at all.
			long parsed = (text.length() > 18) ? Long.MAX_VALUE : Long.parseLong(text);
			if (parsed < least || parsed > most) {
				throw new IllegalArgumentException(problem);
			}
			return parsed;
		});
		return (number != null) ? number : standard;
	}

	/**
	 * Any parameter, or null when absent; what the reader throws as an
	 * {@link IllegalArgumentException} says what is wrong.
	 */
	public <T> @Nullable T value(String name, Function<String, T> reader) {
		String text = this.given.getFirst(name);
		if (text == null || text.isBlank()) {
			return null;
		}
		try {
			return reader.apply(text.strip());
		}
		catch (IllegalArgumentException ex) {
			invalid(name, String.valueOf(ex.getMessage()));
			return null;
		}
	}

	/** A plus sign that was not escaped arrives as a space. */
	private static String withPlus(String text) {
		return (text.indexOf('T') > 0) ? text.replace(' ', '+') : text;
	}

}
