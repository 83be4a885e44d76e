package dev.recap.schema.store;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The terms under which a text is found, the same whatever the store: letters and digits
 * in lower case, without accents, English plural and verb endings cut.
 */
public final class SearchTerms {

	/** How many terms of one text are kept. */
	private static final int MAX_TERMS = 400;

	private static final int MAX_LENGTH = 40;

	/** How many terms of one text are indexed. */
	public static final int MAX_INDEXED = 40;

	/** Of a word and what parts it from the next. */
	private static final int USUAL_LENGTH = 6;

	private static final int SHORTEST_STEM = 4;

	private static final List<String> ENDINGS = List.of("ing", "ed", "es", "s");

	private static final String ENDINGS_LAST = "gds";

	private static final String DOUBLED = "bdfgmnprt";

	/** As {@link #of} leaves them. */
	private static final Set<String> COMMON = Set.of("the", "and", "to", "of", "in", "it", "is", "that", "this", "for",
			"on", "you", "we", "be", "are", "was", "were", "with", "as", "at", "have", "has", "had", "but", "not", "do",
			"does", "did", "so", "if", "or", "an", "my", "me", "he", "she", "they", "them", "his", "her", "its", "our",
			"your", "their", "there", "from", "by", "will", "would", "can", "could", "just", "what", "all", "am",
			"been", "re", "ve", "ll", "don", "us", "then", "than", "also", "about", "up", "out", "no", "yes", "ok");

	private static final Pattern MARKS = Pattern.compile("\\p{M}+");

	private SearchTerms() {
	}

	/** The distinct terms of a text, in their order. */
	public static List<String> of(String text) {
		return terms(text, MAX_TERMS, (term) -> true);
	}

	private static List<String> terms(String text, int most, Predicate<String> wanted) {
		int expected = Math.min(text.length() / USUAL_LENGTH + 1, MAX_TERMS);
		Set<String> known = HashSet.newHashSet(expected);
		List<String> terms = new ArrayList<>(Math.min(expected, most));
		String normalized = normalized(text);
		for (int from = next(normalized, 0, true); from < normalized.length() && known.size() < MAX_TERMS
				&& terms.size() < most;) {
			int to = next(normalized, from, false);
			String term = stem(normalized.substring(from, Math.min(to, from + MAX_LENGTH)));
			if (known.add(term) && wanted.test(term)) {
				terms.add(term);
			}
			from = next(normalized, to, true);
		}
		return Collections.unmodifiableList(terms);
	}

	/** Where the next word begins, or ends. */
	private static int next(String text, int from, boolean begins) {
		int at = from;
		while (at < text.length()) {
			char character = text.charAt(at);
			int whole = (character < 0x80) ? character : text.codePointAt(at);
			if (isOfWord(whole) == begins) {
				break;
			}
			at += Character.charCount(whole);
		}
		return at;
	}

	private static boolean isOfWord(int character) {
		if (character < 0x80) {
			return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
		}
		return Character.isLetter(character) || switch (Character.getType(character)) {
			case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
			default -> false;
		};
	}

	private static String normalized(String text) {
		// Most texts have nothing to normalize, and every message is asked for its terms.
		String plain = isAscii(text) ? text
				: MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
		return plain.toLowerCase(Locale.ROOT);
	}

	private static boolean isAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) >= 0x80) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The terms under which a text is stored and asked for: without single letters and
	 * the commonest English words, and at most 40, because each costs an index entry.
	 */
	public static List<String> indexed(String text) {
		return terms(text, MAX_INDEXED, (term) -> !isSingleLetter(term) && !COMMON.contains(term));
	}

	/** A digit, or a sign that is a word by itself, may well be asked for. */
	private static boolean isSingleLetter(String term) {
		return term.length() == 1 && term.charAt(0) >= 'a' && term.charAt(0) <= 'z';
	}

	/** Less than a stemmer: what it merges is one word in another form. */
	private static String stem(String word) {
		return withoutEnd(word.substring(0, word.length() - ending(word)));
	}

	/** How long the ending is that is cut. */
	private static int ending(String word) {
		if (word.length() <= SHORTEST_STEM || ENDINGS_LAST.indexOf(word.charAt(word.length() - 1)) < 0
				|| word.endsWith("ss")) {
			return 0;
		}
		for (String ending : ENDINGS) {
			if (word.length() - ending.length() >= SHORTEST_STEM && word.endsWith(ending)) {
				return ending.length();
			}
		}
		return 0;
	}

	/** So that "release" is "releases", and "plan" is "planned". */
	private static String withoutEnd(String stem) {
		int last = stem.length() - 1;
		boolean doubled = last > SHORTEST_STEM - 1 && stem.charAt(last) == stem.charAt(last - 1)
				&& DOUBLED.indexOf(stem.charAt(last)) >= 0;
		boolean silent = last >= SHORTEST_STEM && stem.charAt(last) == 'e';
		return (doubled || silent) ? stem.substring(0, last) : stem;
	}

}
