package dev.recap.worker.mask;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Kinds of personal data, and how each is known. */
enum PersonalData {

	/** Keys and tokens by the forms that their makers give them, and named secrets. */
	KEY("""
			-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----\
			|\\b(?:sk|pk|rk)[-_](?:[A-Za-z0-9]+[-_])*[A-Za-z0-9]{16,}\
			|\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{20,}|\\bgithub_pat_\\w{20,}\
			|\\bglpat-[\\w-]{16,}|\\bxox[abprs]-[\\w-]{10,}|\\bAIza[\\w-]{30,}|\\b(?:gsk|hf|npm|pypi)[_-][A-Za-z0-9_-]{16,}\
			|\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*\
			|(?<=\\bBearer )[A-Za-z0-9._~+/-]{16,}=*\
			|(?i:(?<=\\b(?:password|passwd|secret|token|api[_-]?key)\\s{0,2}[:=]\\s{0,2}))[^\\s,;'"]{6,}"""),

	/** E-mail addresses. */
	EMAIL("[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*\\.\\p{L}{2,}"),

	/** Card numbers whose check digit is right. */
	CARD("(?<![\\d.])\\d(?:[ -]?\\d){12,18}(?![\\d])") {

		@Override
		boolean accepts(String found) {
			return luhn(found.replaceAll("\\D", ""));
		}

	},

	/** Phone numbers, with a country code or in groups as they are written. */
	PHONE("""
			(?<![\\w.+/-])(?:\\+\\d{1,3}[ .-]?(?:\\(\\d{1,4}\\)[ .-]?)?\\d(?:[ ./-]?\\d){5,12}\
			|\\(\\d{2,5}\\)[ .-]?\\d{3,4}[ .-]?\\d{3,5}\
			|(?:1[ .-])?\\d{3}[ .-]\\d{3}[ .-]\\d{4}\
			|00\\d{1,3}[ .-]?\\d(?:[ .-]?\\d){6,11}\
			|0\\d{2,4}[ /-]\\d{3,4}[ -]?\\d{2,5}(?:[ -]?\\d{2,4})?)(?![\\w-])"""),

	/** What looks like one of our own marks, so that nobody can conjure up another's. */
	MARK("\\[[A-Z]{3,6}_\\d+\\]");

	private final Pattern pattern;

	PersonalData(String pattern) {
		this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
	}

	boolean accepts(String found) {
		return true;
	}

	/** The first of it from a position on; null when there is none. */
	@Nullable Place find(String text, int from) {
		Matcher matcher = this.pattern.matcher(text);
		while (matcher.find(from)) {
			if (accepts(matcher.group())) {
				return new Place(this, matcher.start(), matcher.end());
			}
			from = matcher.start() + 1;
		}
		return null;
	}

	String label() {
		return name().toUpperCase(Locale.ROOT);
	}

	private static boolean luhn(String digits) {
		int sum = 0;
		for (int i = 0; i < digits.length(); i++) {
			int digit = digits.charAt(digits.length() - 1 - i) - '0';
			int weighed = (i % 2 == 0) ? digit : 2 * digit;
			sum += (weighed > 9) ? weighed - 9 : weighed;
		}
		return sum % 10 == 0;
	}

	/** Where personal data stands in a text. */
	record Place(PersonalData kind, int start, int end) {
	}

}
