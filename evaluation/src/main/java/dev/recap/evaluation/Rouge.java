package dev.recap.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import opennlp.tools.stemmer.PorterStemmer;

/**
 * ROUGE-1, -2 and -L F1 from 0 to 1 as Google's {@code rouge_score} computes them: lower
 * case, {@code [a-z0-9]+}, words of more than three letters stemmed after Porter, one
 * longest common subsequence over the whole text.
 */
record Rouge(double one, double two, double longest) {

	private static final Pattern NOT_WORDS = Pattern.compile("[^a-z0-9]+");

	private static final int LONGEST_UNSTEMMED = 3;

	static Rouge of(String summary, String reference) {
		List<String> found = tokens(summary);
		List<String> wanted = tokens(reference);
		return new Rouge(overlap(found, wanted, 1), overlap(found, wanted, 2),
				f1(common(found, wanted), found.size(), wanted.size()));
	}

	static List<String> tokens(String text) {
		PorterStemmer stemmer = new PorterStemmer();
		return words(text).map((word) -> (word.length() > LONGEST_UNSTEMMED) ? stemmer.stem(word) : word).toList();
	}

	static Stream<String> words(String text) {
		return NOT_WORDS.splitAsStream(text.toLowerCase(Locale.ROOT)).filter((word) -> !word.isEmpty());
	}

	private static double overlap(List<String> found, List<String> wanted, int length) {
		Map<List<String>, Integer> left = new HashMap<>();
		for (int i = 0; i + length <= wanted.size(); i++) {
			left.merge(wanted.subList(i, i + length), 1, Integer::sum);
		}
		int common = 0;
		for (int i = 0; i + length <= found.size(); i++) {
			List<String> gram = found.subList(i, i + length);
			int count = left.getOrDefault(gram, 0);
			if (count > 0) {
				common++;
				left.put(gram, count - 1);
			}
		}
		return f1(common, found.size() - length + 1, wanted.size() - length + 1);
	}

	private static int common(List<String> one, List<String> two) {
		int[] before = new int[two.size() + 1];
		for (String token : one) {
			int[] now = new int[two.size() + 1];
			for (int j = 0; j < two.size(); j++) {
				now[j + 1] = token.equals(two.get(j)) ? before[j] + 1 : Math.max(before[j + 1], now[j]);
			}
			before = now;
		}
		return before[two.size()];
	}

	/** The harmonic mean of {@code hits/found} and {@code hits/wanted}. */
	static double f1(int hits, int found, int wanted) {
		return (hits > 0) ? 2.0 * hits / (found + wanted) : 0;
	}

}
