package dev.recap.schema.store;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The terms under which a text is found, the same whatever the store: letters and digits
 * in lower case, without accents, English plural and verb endings cut.
 */
public final class SearchTerms {

	/** How many terms of one text are kept. */
	private static final int MAX_TERMS = 400;

	private static final int MAX_LENGTH = 40;

	private static final int MAX_INDEXED = 40;

	private static final int SHORTEST_STEM = 4;

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
		Set<String> terms = new LinkedHashSet<>();
		String normalized = normalized(text);
		for (int from = next(normalized, 0, true); from < normalized.length() && terms.size() < MAX_TERMS;) {
			int to = next(normalized, from, false);
			terms.add(stem(normalized.substring(from, Math.min(to, from + MAX_LENGTH))));
			from = next(normalized, to, true);
		}
		return List.copyOf(terms);
	}

	/** Where the next word begins, or ends. */
	private static int next(String text, int from, boolean begins) {
		int at = from;
		while (at < text.length() && isOfWord(text.codePointAt(at)) != begins) {
			at += Character.charCount(text.codePointAt(at));
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
		String plain = text.chars().allMatch((character) -> character < 0x80) ? text
				: MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
		return plain.toLowerCase(Locale.ROOT);
	}

	/**
	 * The terms under which a text is stored and asked for: without single letters and
	 * the commonest English words, and at most 40, because each costs an index entry.
	 */
	public static List<String> indexed(String text) {
		return of(text).stream()
			.filter((term) -> !COMMON.contains(term) && !isSingleLetter(term))
			.limit(MAX_INDEXED)
			.toList();
	}

	/** A digit, or a sign that is a word by itself, may well be asked for. */
	private static boolean isSingleLetter(String term) {
		return term.length() == 1 && term.charAt(0) >= 'a' && term.charAt(0) <= 'z';
	}

	/** Less than a stemmer: what it merges is one word in another form. */
	private static String stem(String word) {
		for (String ending : List.of("ing", "ed", "es", "s")) {
			if (word.length() - ending.length() >= SHORTEST_STEM && word.endsWith(ending) && !word.endsWith("ss")) {
				return withoutEnd(word.substring(0, word.length() - ending.length()));
			}
		}
		return withoutEnd(word);
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
