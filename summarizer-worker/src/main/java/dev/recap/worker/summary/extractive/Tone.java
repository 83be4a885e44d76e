package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.vader.sentiment.util.Utils;
import dev.recap.schema.summary.Sentiment;

/**
 * The tone of a text by VADER: its lexicon, boosters and negations, scored as C. J. Hutto
 * and E. Gilbert describe it (ICWSM 2014).
 */
final class Tone {

	private static final Map<String, Float> LEXICON = Utils.getWordValenceDictionary();

	private static final Map<String, Float> BOOSTERS = Utils.getBoosterDictionary();

	private static final Pattern SPACES = Pattern.compile("\\s+");

	/** After these "like" is a verb. */
	private static final Set<String> LIKING = Set.of("i", "we", "they", "really", "also", "people", "did", "do");

	private static final double NEGATED = -0.74;

	private static final double SHOUTED = 0.733;

	private static final double EXCLAIMED = 0.292;

	private static final double ALPHA = 15;

	private static final double[] DISTANCE = { 1, 0.95, 0.9 };

	/** What is left of the valence of a word that means little in technical talk. */
	private static final double MUTED = 0.2;

	/**
	 * Where a tone starts to be heard; near what served the even lines of both sets best.
	 */
	static final double THRESHOLD = 0.2;

	private static final double NEGATIVE_THRESHOLD = 0.25;

	private Tone() {
	}

	static Sentiment label(double score) {
		if (score >= THRESHOLD) {
			return Sentiment.POSITIVE;
		}
		return (score <= -NEGATIVE_THRESHOLD) ? Sentiment.NEGATIVE : Sentiment.NEUTRAL;
	}

	/** From -1 (negative) to 1 (positive). */
	static double score(String text) {
		List<String> tokens = tokens(text);
		double[] valences = valences(tokens, isMixedCase(text));
		weighAroundBut(tokens, valences);
		double sum = 0;
		for (double valence : valences) {
			sum += valence;
		}
		return normalized(sum + Math.signum(sum) * emphasis(text));
	}

	private static List<String> tokens(String text) {
		List<String> tokens = new ArrayList<>();
		for (String token : SPACES.split(text.replace('’', '\''))) {
			String bare = LEXICON.containsKey(token) ? token : bare(token);
			if (!bare.isEmpty() && !bare.contains("://")) {
				tokens.add(bare);
			}
		}
		text.codePoints()
			.filter(Character::isEmoji)
			.mapToObj(Character::toString)
			.filter(Lists.DOMAIN_TONE::containsKey)
			.distinct()
			.forEach(tokens::add);
		return tokens;
	}

	private static String bare(String token) {
		int start = 0;
		int end = token.length();
		while (start < end && !Character.isLetterOrDigit(token.charAt(start)) && token.charAt(start) != '+') {
			start++;
		}
		while (end > start && !Character.isLetterOrDigit(token.charAt(end - 1))) {
			end--;
		}
		return token.substring(start, end);
	}

	private static boolean isMixedCase(String text) {
		return text.chars().anyMatch(Character::isLowerCase);
	}

	private static double[] valences(List<String> tokens, boolean mixedCase) {
		double[] valences = new double[tokens.size()];
		for (int i = 0; i < valences.length; i++) {
			double valence = isComparison(tokens, i) ? 0 : valence(tokens.get(i));
			if (valence != 0) {
				double own = valence + (mixedCase && isShouted(tokens.get(i)) ? Math.signum(valence) * SHOUTED : 0);
				valences[i] = modified(tokens, i, own);
			}
		}
		return valences;
	}

	private static boolean isComparison(List<String> tokens, int at) {
		return tokens.get(at).equalsIgnoreCase("like")
				&& (at == 0 || !LIKING.contains(tokens.get(at - 1).toLowerCase(Locale.ROOT)));
	}

	private static double valence(String token) {
		String word = token.toLowerCase(Locale.ROOT);
		if (BOOSTERS.containsKey(word)) {
			return 0;
		}
		Double ours = Lists.DOMAIN_TONE.get(word);
		double general = LEXICON.getOrDefault(word, 0f);
		if (ours == null) {
			return general;
		}
		return (ours == 0) ? MUTED * general : ours;
	}

	private static boolean isShouted(String token) {
		return token.length() > 1 && token.chars().allMatch(Character::isUpperCase);
	}

	private static double modified(List<String> tokens, int at, double own) {
		double valence = own;
		boolean negated = false;
		for (int back = 1; back <= DISTANCE.length && at - back >= 0; back++) {
			String before = tokens.get(at - back).toLowerCase(Locale.ROOT);
			Float boost = BOOSTERS.get(before);
			if (boost != null) {
				valence += Math.signum(valence) * boost * DISTANCE[back - 1];
			}
			negated |= isNegation(before);
		}
		return negated ? valence * NEGATED : valence;
	}

	private static boolean isNegation(String word) {
		return Utils.NEGATIVE_WORDS.contains(word) || word.endsWith("n't") || word.equals("no");
	}

	private static void weighAroundBut(List<String> tokens, double[] valences) {
		int but = tokens.stream().map((token) -> token.toLowerCase(Locale.ROOT)).toList().indexOf("but");
		for (int i = 0; but >= 0 && i < valences.length; i++) {
			valences[i] *= (i < but) ? 0.5 : 1.5;
		}
	}

	private static double emphasis(String text) {
		long marks = text.chars().filter((character) -> character == '!').count();
		return Math.min(marks, 4) * EXCLAIMED;
	}

	private static double normalized(double sum) {
		return Math.max(-1, Math.min(1, sum / Math.sqrt(sum * sum + ALPHA)));
	}

}
