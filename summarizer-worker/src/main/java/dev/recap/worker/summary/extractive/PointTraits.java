package dev.recap.worker.summary.extractive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.recap.schema.summary.Highlight.Kind;

/** What tells an utterance that a summary should hold, as numbers of about 0 to 1. */
final class PointTraits {

	/** Addresses and telephone numbers stand in signatures. */
	private static final Pattern SIGNATURE = Pattern.compile(
			"(?i)<?[\\w.+-]+@[\\w-]+\\.\\w+|\\b(?:tel|fax|phone|voice)\\b ?[:.+]|\\(?\\d{3}[)} -]+\\d{3}[ -]\\d{4}");

	private static final Pattern NAME = Pattern.compile("(?<=[\\p{Ll},] )\\p{Lu}\\p{Ll}+");

	private static final Pattern NUMBER = Pattern
		.compile("\\d|\\b(?:two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|thousand|percent)\\b");

	private static final Pattern FIRST = Pattern.compile("\\b(?:i|i'm|i'll|i've|i'd)\\b");

	private static final Pattern GROUP = Pattern.compile("\\b(?:we|we're|we'll|we've|let's|our|us)\\b");

	private static final Pattern SECOND = Pattern.compile("\\b(?:you|your|you're|you'll)\\b");

	private static final Pattern FUTURE = Pattern
		.compile("\\b(?:will|'ll|going to|gonna|plan to|want to|wants to|need to|have to|should|must)\\b|'ll\\b");

	private static final Pattern POINTING = Pattern.compile("^(?:it|that|this|they|he|she|those|these|there)\\b");

	private static final Pattern REASON = Pattern
		.compile("\\b(?:because|so that|therefore|which means|the problem|the reason|however|instead)\\b");

	private final List<Utterance> utterances;

	private final Terms terms;

	private final Map<Integer, Kind> kinds;

	private final Map<String, Integer> wordsOf = new HashMap<>();

	private final Set<String> opening = new HashSet<>();

	private final double[] novelty;

	private int words;

	PointTraits(List<Utterance> utterances, Terms terms, Map<Integer, Kind> kinds) {
		this.utterances = utterances;
		this.terms = terms;
		this.kinds = kinds;
		this.novelty = new double[utterances.size()];
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < utterances.size(); i++) {
			Utterance utterance = utterances.get(i);
			this.words += utterance.words();
			this.wordsOf.merge(utterance.user(), utterance.words(), Integer::sum);
			long fresh = utterance.stems().stream().filter(seen::add).count();
			this.novelty[i] = (double) fresh / Math.max(1, utterance.stems().size());
			if (this.opening.size() < 30) {
				this.opening.addAll(utterance.stems());
			}
		}
	}

	/**
	 * @param centrality how much it has in common with the others, 1 for the most central
	 */
	Map<String, Double> of(Utterance utterance, double centrality) {
		Map<String, Double> traits = new HashMap<>();
		traits.put("centrality", centrality);
		traits.put("mass", this.terms.mass(utterance));
		shape(utterance, traits);
		place(utterance, traits);
		words(utterance, traits);
		doing(utterance, traits);
		return traits;
	}

	private static void shape(Utterance utterance, Map<String, Double> traits) {
		int words = utterance.words();
		traits.put("length", Math.log(1.0 + words) / 4);
		traits.put("short", Math.max(0, 1 - words / 8.0));
		traits.put("long", Math.clamp((words - 26) / 40.0, 0, 1));
		traits.put("dense", utterance.stems().size() / Math.max(4.0, words));
		traits.put("content", Math.min(1, utterance.stems().size() / 10.0));
		traits.put("vague", (utterance.stems().size() < 2) ? 1.0 : 0);
	}

	private void place(Utterance utterance, Map<String, Double> traits) {
		int index = utterance.index();
		int all = this.utterances.size();
		double relative = (all > 1) ? (double) index / (all - 1) : 0;
		traits.put("opening", Math.max(0, 1 - index / Math.max(6.0, 0.08 * all)));
		traits.put("closing", (relative > 0.9) ? 1.0 : 0);
		traits.put("late", relative);
		boolean first = index == 0 || this.utterances.get(index - 1).message() != utterance.message();
		traits.put("first of message", first ? 1.0 : 0);
		traits.put("dominance", (double) this.wordsOf.getOrDefault(utterance.user(), 0) / Math.max(1, this.words));
		traits.put("novelty", this.novelty[index]);
		long topical = utterance.stems().stream().filter(this.opening::contains).count();
		traits.put("topical", Math.min(1, topical / 5.0));
	}

	private static void words(Utterance utterance, Map<String, Double> traits) {
		String plain = utterance.plain();
		traits.put("first person", found(FIRST, plain));
		traits.put("group", found(GROUP, plain));
		traits.put("second person", found(SECOND, plain));
		traits.put("future", found(FUTURE, plain));
		traits.put("pointing", found(POINTING, plain));
		traits.put("reason", found(REASON, plain));
		traits.put("number", found(NUMBER, plain));
		traits.put("name", found(NAME, utterance.said()));
		traits.put("signature", found(SIGNATURE, utterance.said()));
		traits.put("link", utterance.said().contains("://") ? 1.0 : 0);
	}

	private void doing(Utterance utterance, Map<String, Double> traits) {
		boolean question = utterance.isQuestion();
		traits.put("question", question ? 1.0 : 0);
		traits.put("answer", isAnswer(utterance) ? 1.0 : 0);
		Kind kind = this.kinds.get(utterance.index());
		traits.put("decision", (kind == Kind.DECISION) ? 1.0 : 0);
		traits.put("action", (kind == Kind.ACTION_ITEM) ? 1.0 : 0);
	}

	private boolean isAnswer(Utterance utterance) {
		for (int i = utterance.index() - 1; i >= Math.max(0, utterance.index() - 2); i--) {
			Utterance before = this.utterances.get(i);
			if (!before.user().equals(utterance.user()) && before.isQuestion()) {
				return true;
			}
		}
		return false;
	}

	private static double found(Pattern pattern, String text) {
		return pattern.matcher(text).find() ? 1 : 0;
	}

}
