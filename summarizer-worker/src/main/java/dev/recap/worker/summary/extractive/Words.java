package dev.recap.worker.summary.extractive;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import opennlp.tools.stemmer.PorterStemmer;

/** Cuts text into words and tells those that carry content. */
final class Words {

	private static final Pattern NOT_WORDS = Pattern
		.compile("(?:https?|ftp|file)://\\S+|www\\.\\S+|\\[<-LINK->]|<?@[\\w.-]+>?|[\\w.+-]+@[\\w.-]+|:[a-z_]+:");

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’_.-][\\p{L}\\p{M}\\p{N}]+)*");

	private static final Set<UnicodeScript> UNSPACED = Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
			UnicodeScript.KATAKANA, UnicodeScript.THAI);

	private static final int LONGEST = 40;

	private Words() {
	}

	/** Every word in lower case, as it stands. */
	static List<String> of(String text) {
		List<String> words = new ArrayList<>();
		String bare = (text.indexOf('/') >= 0 || text.indexOf('@') >= 0 || text.indexOf(':') >= 0)
				? NOT_WORDS.matcher(text).replaceAll(" ") : text;
		Matcher matcher = WORD.matcher(bare);
		while (matcher.find()) {
			add(matcher.group().toLowerCase(Locale.ROOT).replace('’', '\''), words);
		}
		return words;
	}

	private static void add(String word, List<String> words) {
		if (!UNSPACED.contains(UnicodeScript.of(word.codePointAt(0)))) {
			words.add(word);
			return;
		}
		for (int i = 0; i + 2 <= word.length(); i++) {
			words.add(word.substring(i, i + 2));
		}
	}

	/** Whether a word says something: no stop word, filler, number or noise. */
	static boolean isContent(String word) {
		return isContent(word, Lists.STOP_WORDS) && !isContraction(word);
	}

	static boolean isContent(String word, Set<String> stopWords) {
		return word.length() > 1 && word.length() <= LONGEST && !stopWords.contains(word) && hasLetters(word)
				&& !isLaughter(word);
	}

	private static boolean isContraction(String word) {
		int apostrophe = word.indexOf('\'');
		return apostrophe > 0 && Lists.STOP_WORDS.contains(word.substring(0, apostrophe));
	}

	private static boolean hasLetters(String word) {
		long letters = word.chars().filter(Character::isLetter).count();
		return letters >= 2 && letters * 2 >= word.length();
	}

	private static boolean isLaughter(String word) {
		return word.chars().distinct().count() <= 2 && word.length() > 3;
	}

	/** The words that carry content, stemmed. */
	static List<String> stems(String text) {
		return stems(of(text));
	}

	static List<String> stems(List<String> words) {
		PorterStemmer stemmer = new PorterStemmer();
		List<String> stems = new ArrayList<>();
		for (String word : words) {
			if (isContent(word)) {
				stems.add(stem(stemmer, word));
			}
		}
		return stems;
	}

	static String stem(PorterStemmer stemmer, String word) {
		return (word.length() > 3) ? stemmer.stem(word) : word;
	}

}
