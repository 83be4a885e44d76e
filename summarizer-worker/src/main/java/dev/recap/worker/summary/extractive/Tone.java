package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.vader.sentiment.util.Utils;
import dev.recap.schema.summary.Sentiment;

/**
 * The tone of a text by VADER: its lexicon, boosters and negations, scored as C. J. Hutto
 * and E. Gilbert describe it (ICWSM 2014), within clauses, and with words and idioms of
 * chats.
 */
final class Tone {

	private static final Map<String, Float> LEXICON = Utils.getWordValenceDictionary();

	private static final Map<String, Float> BOOSTERS = Utils.getBoosterDictionary();

	private static final Pattern SPACES = Pattern.compile("\\s+");

	private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?…])\\s+|[\\r\\n]+");

	/** Another's words, as mail and Markdown quote them. */
	private static final Pattern QUOTED_LINE = Pattern.compile("(?m)^\\s*>.*$");

	private static final Pattern CODE = Pattern.compile("```.*?(?:```|\\z)|`[^`\\n]*`", Pattern.DOTALL);

	private static final Pattern SMILE = Pattern.compile("(?<![\\w(])[:;=]['’]?-?[)\\]D]+(?!\\w)");

	private static final Pattern FROWN = Pattern.compile("(?<![\\w)])[:=]['’]?-?[(\\[]+(?!\\w)");

	private static final Pattern LAUGHTER = Pattern.compile("a?(?:ha|he){2,}h?|a?ha+h[ah]+|l+o+l+|lmf?ao+|rofl");

	private static final Pattern DRAWN_OUT = Pattern.compile("(\\p{L})\\1{2,}");

	/** Ends what a negation or a booster reaches. */
	private static final String PAUSE = "";

	/** What follows is imagined. */
	private static final Set<String> IMAGINING = Set.of("if", "unless", "whether", "would", "i'd", "you'd");

	private static final double IMAGINED = 0.5;

	private static final int LONGEST_IDIOM = 3;

	/** After these "like" is a verb. */
	private static final Set<String> LIKING = Set.of("i", "we", "they", "really", "also", "people", "did", "do");

	private static final double NEGATED = -0.74;

	/** "Not bad" praises less than "not good" blames. */
	private static final double NEGATED_BLAME = -0.3;

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

	private static final double NEGATIVE_THRESHOLD = 0.27;

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
		String own = own(text).replace('’', '\'');
		boolean mixedCase = isMixedCase(own);
		double sum = 0;
		for (String sentence : SENTENCE_END.split(own)) {
			List<String> tokens = tokens(sentence);
			double[] valences = valences(tokens, mixedCase);
			weighAroundBut(tokens, valences);
			sum += Arrays.stream(valences).sum();
		}
		return normalized(sum + Math.signum(sum) * emphasis(own));
	}

	/** What is neither code nor another's words, unless nothing else is said. */
	private static String own(String text) {
		String prose = CODE.matcher(text).replaceAll(" ");
		String own = QUOTED_LINE.matcher(prose).replaceAll(" ");
		return own.isBlank() ? prose : own;
	}

	private static List<String> tokens(String sentence) {
		List<String> tokens = new ArrayList<>();
		String marked = FROWN.matcher(SMILE.matcher(sentence).replaceAll(" :) ")).replaceAll(" :( ");
		for (String token : SPACES.split(marked)) {
			add(token, tokens);
		}
		sentence.codePoints()
			.filter(Character::isEmoji)
			.mapToObj(Character::toString)
			.filter(Lists.DOMAIN_TONE::containsKey)
			.distinct()
			.forEach(tokens::add);
		return tokens;
	}

	private static void add(String token, List<String> tokens) {
		String bare = LEXICON.containsKey(token) ? token : bare(token);
		if (!bare.isEmpty() && !bare.contains("://")) {
			tokens.add(usual(bare));
			foldIdiom(tokens);
		}
		if (bare.length() < token.length() && ",;:.!?)".indexOf(token.charAt(token.length() - 1)) >= 0) {
			tokens.add(PAUSE);
		}
	}

	/** Laughter and drawn out words as the lexicon spells them. */
	private static String usual(String word) {
		if (LAUGHTER.matcher(word.toLowerCase(Locale.ROOT)).matches()) {
			return "lol";
		}
		String once = DRAWN_OUT.matcher(word).replaceAll("$1");
		return isKnown(once) ? once : DRAWN_OUT.matcher(word).replaceAll("$1$1");
	}

	private static boolean isKnown(String word) {
		String lower = word.toLowerCase(Locale.ROOT);
		return LEXICON.containsKey(lower) || Lists.DOMAIN_TONE.containsKey(lower);
	}

	/** Words that mean another thing together become one token. */
	private static void foldIdiom(List<String> tokens) {
		for (int length = Math.min(LONGEST_IDIOM, tokens.size()); length > 1; length--) {
			List<String> last = tokens.subList(tokens.size() - length, tokens.size());
			String idiom = String.join(" ", last).toLowerCase(Locale.ROOT);
			if (Lists.DOMAIN_TONE.containsKey(idiom)) {
				last.clear();
				tokens.add(idiom);
				return;
			}
		}
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
		boolean imagined = false;
		for (int i = 0; i < valences.length; i++) {
			imagined = !tokens.get(i).equals(PAUSE)
					&& (imagined || IMAGINING.contains(tokens.get(i).toLowerCase(Locale.ROOT)));
			double valence = isComparison(tokens, i) ? 0 : valence(tokens.get(i));
			if (valence != 0) {
				double own = valence + (mixedCase && isShouted(tokens.get(i)) ? Math.signum(valence) * SHOUTED : 0);
				valences[i] = modified(tokens, i, own) * (imagined ? IMAGINED : 1);
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
			if (before.equals(PAUSE)) {
				break;
			}
			Float boost = BOOSTERS.get(before);
			if (boost != null) {
				valence += Math.signum(valence) * boost * DISTANCE[back - 1];
			}
			negated |= isNegation(before);
		}
		if (negated) {
			return valence * ((valence < 0) ? NEGATED_BLAME : NEGATED);
		}
		return valence;
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
