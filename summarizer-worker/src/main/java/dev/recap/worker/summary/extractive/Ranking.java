package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.recap.schema.summary.Highlight.Kind;

/**
 * Ranks utterances by centrality (LexRank: PageRank over TF-IDF cosines, G. Erkan and D.
 * Radev, JAIR 2004), length, place and what they do, and picks the best that do not
 * repeat each other (maximal marginal relevance).
 */
final class Ranking {

	/** Addresses and telephone numbers stand in signatures. */
	private static final Pattern SIGNATURE = Pattern.compile(
			"(?i)<?[\\w.+-]+@[\\w-]+\\.\\w+|\\b(?:tel|fax|phone|voice)\\b ?[:.+]|\\(?\\d{3}[)} -]+\\d{3}[ -]\\d{4}");

	private static final int MOST_CANDIDATES = 320;

	private static final int FEWEST_WORDS = 3;

	private static final int ROUNDS = 20;

	private static final double DAMPING = 0.85;

	private static final double REDUNDANCY = 0.6;

	private static final double NEW_SPEAKER = 0.08;

	private final List<Candidate> candidates;

	private Ranking(List<Candidate> candidates) {
		this.candidates = candidates;
	}

	static Ranking of(List<Utterance> utterances, Terms terms, List<Found> acts) {
		Map<Integer, Kind> kinds = acts.stream()
			.collect(Collectors.toMap((act) -> act.utterance().index(), Found::kind, (first, second) -> first));
		List<Utterance> chosen = prefiltered(utterances, terms, kinds.keySet());
		List<Map<String, Double>> vectors = chosen.stream().map(terms::vector).toList();
		double[] centrality = centrality(vectors);
		List<Candidate> candidates = new ArrayList<>();
		for (int i = 0; i < chosen.size(); i++) {
			double score = score(chosen.get(i), centrality[i], utterances.size(), kinds.get(chosen.get(i).index()));
			candidates.add(new Candidate(chosen.get(i), vectors.get(i), score));
		}
		candidates.sort(Comparator.comparingDouble(Candidate::score)
			.reversed()
			.thenComparing((candidate) -> candidate.utterance().index()));
		return new Ranking(candidates);
	}

	private static List<Utterance> prefiltered(List<Utterance> utterances, Terms terms, Set<Integer> acts) {
		List<Utterance> eligible = utterances.stream().filter(Ranking::isEligible).toList();
		if (eligible.size() <= MOST_CANDIDATES) {
			return eligible;
		}
		record Weighed(Utterance utterance, double mass) {
		}
		return eligible.stream()
			.map((utterance) -> new Weighed(utterance,
					terms.mass(utterance) * (acts.contains(utterance.index()) ? 1.5 : 1)))
			.sorted(Comparator.comparingDouble(Weighed::mass)
				.reversed()
				.thenComparing((weighed) -> weighed.utterance().index()))
			.limit(MOST_CANDIDATES)
			.map(Weighed::utterance)
			.sorted(Comparator.comparingInt(Utterance::index))
			.toList();
	}

	private static boolean isEligible(Utterance utterance) {
		return utterance.words() >= FEWEST_WORDS && !utterance.stems().isEmpty() && isProse(utterance.said());
	}

	/** Code, log lines and tables are no sentences. */
	private static boolean isProse(String said) {
		long letters = said.codePoints().filter((c) -> Character.isLetter(c) || Character.isWhitespace(c)).count();
		long all = said.codePoints().count();
		return letters >= 0.72 * all || said.contains("://") && letters >= 0.5 * all;
	}

	private static double[] centrality(List<Map<String, Double>> vectors) {
		int size = vectors.size();
		double[][] links = links(vectors);
		double[] rank = new double[size];
		Arrays.fill(rank, 1);
		for (int round = 0; round < ROUNDS; round++) {
			double[] next = new double[size];
			Arrays.fill(next, 1 - DAMPING);
			for (int i = 0; i < size; i++) {
				for (int j = 0; j < size; j++) {
					next[j] += DAMPING * rank[i] * links[i][j];
				}
			}
			rank = next;
		}
		double highest = Arrays.stream(rank).max().orElse(1);
		return Arrays.stream(rank).map((value) -> value / highest).toArray();
	}

	private static double[][] links(List<Map<String, Double>> vectors) {
		int size = vectors.size();
		double[][] links = new double[size][size];
		for (int i = 0; i < size; i++) {
			for (int j = i + 1; j < size; j++) {
				links[i][j] = Terms.cosine(vectors.get(i), vectors.get(j));
				links[j][i] = links[i][j];
			}
		}
		for (double[] row : links) {
			double sum = Arrays.stream(row).sum();
			for (int j = 0; sum > 0 && j < size; j++) {
				row[j] /= sum;
			}
		}
		return links;
	}

	private static double score(Utterance utterance, double centrality, int all,
			@org.jspecify.annotations.Nullable Kind kind) {
		double act = (kind == null) ? 0 : switch (kind) {
			case DECISION -> 0.3;
			case ACTION_ITEM -> 0.28;
			case QUESTION -> 0.05;
			case KEY_POINT -> 0;
		};
		return 0.5 * centrality + 0.3 * length(utterance) + 0.15 * place(utterance.index(), all)
				+ 0.25 * Math.min(1, utterance.stems().size() / 8.0) + act - vagueness(utterance);
	}

	private static double length(Utterance utterance) {
		int words = utterance.words();
		if (words < 8) {
			return words / 8.0;
		}
		return (words <= 26) ? 1 : Math.max(0.2, 1 - (words - 26) / 40.0);
	}

	/** How a conversation opens says most, how it ends a little. */
	private static double place(int index, int all) {
		double relative = (all > 1) ? (double) index / (all - 1) : 0;
		double opening = Math.max(0, 1 - index / Math.max(6.0, 0.08 * all));
		return Math.max(opening, (relative > 0.85) ? 0.4 : 0);
	}

	private static double vagueness(Utterance utterance) {
		double vague = (utterance.stems().size() < 2) ? 0.25 : 0;
		return vague + (SIGNATURE.matcher(utterance.said()).find() ? 0.4 : 0);
	}

	/** The utterances by rank. */
	List<Utterance> ranked() {
		return this.candidates.stream().map(Candidate::utterance).toList();
	}

	/** The best utterances that differ from each other, in the order they were said. */
	List<Utterance> pick(int sentences, int words) {
		List<Candidate> picked = new ArrayList<>();
		List<Candidate> left = new ArrayList<>(this.candidates);
		Set<String> speakers = new HashSet<>();
		int used = 0;
		while (picked.size() < sentences && !left.isEmpty() && used < words) {
			Candidate best = best(left, picked, speakers);
			left.remove(best);
			if (picked.isEmpty() || used + cost(best) <= words + words / 5) {
				picked.add(best);
				speakers.add(best.utterance().user());
				used += cost(best);
			}
		}
		return picked.stream().map(Candidate::utterance).sorted(Comparator.comparingInt(Utterance::index)).toList();
	}

	private static int cost(Candidate candidate) {
		return Math.min(candidate.utterance().words(), Prose.LONGEST_SENTENCE) + 2;
	}

	private static Candidate best(List<Candidate> left, List<Candidate> picked, Set<String> speakers) {
		Candidate best = left.getFirst();
		double highest = Double.NEGATIVE_INFINITY;
		for (Candidate candidate : left) {
			if (candidate.score() + NEW_SPEAKER <= highest) {
				break;
			}
			double value = candidate.score() - REDUNDANCY * likeness(candidate, picked)
					+ (speakers.contains(candidate.utterance().user()) ? 0 : NEW_SPEAKER);
			if (value > highest) {
				highest = value;
				best = candidate;
			}
		}
		return best;
	}

	private static double likeness(Candidate candidate, List<Candidate> picked) {
		return picked.stream().mapToDouble((other) -> Terms.cosine(candidate.vector(), other.vector())).max().orElse(0);
	}

	private record Candidate(Utterance utterance, Map<String, Double> vector, double score) {
	}

}
