package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.Highlight.Kind;

/**
 * Ranks utterances by learned weights over their traits, among them centrality (LexRank:
 * PageRank over TF-IDF cosines, G. Erkan and D. Radev, JAIR 2004), and picks, within a
 * budget of words, those that do not repeat each other (maximal marginal relevance) and
 * cover what is talked about (H. Lin and J. Bilmes, ACL 2011).
 */
final class Ranking {

	private static final int MOST_CANDIDATES = 320;

	private static final int FEWEST_WORDS = 3;

	private static final int ROUNDS = 20;

	private static final double DAMPING = 0.85;

	private static final double REDUNDANCY = 0.2;

	private static final double COVERAGE = 1.5;

	private static final double UPKEEP = 4;

	private static final double NEW_SPEAKER = 0.08;

	private final List<Ranked> candidates;

	private final Terms terms;

	private Ranking(List<Ranked> candidates, Terms terms) {
		this.candidates = candidates;
		this.terms = terms;
	}

	static Ranking of(List<Utterance> utterances, Terms terms, List<Found> acts, Weights weights) {
		Map<Integer, Kind> kinds = acts.stream()
			.collect(Collectors.toMap((act) -> act.utterance().index(), Found::kind, (first, second) -> first));
		List<Utterance> chosen = prefiltered(utterances, terms, kinds.keySet());
		List<Map<String, Double>> vectors = chosen.stream().map(terms::vector).toList();
		double[] centrality = centrality(vectors);
		PointTraits traits = new PointTraits(utterances, terms, kinds);
		List<Ranked> candidates = new ArrayList<>();
		for (int i = 0; i < chosen.size(); i++) {
			Map<String, Double> seen = traits.of(chosen.get(i), centrality[i]);
			candidates.add(new Ranked(chosen.get(i), vectors.get(i), seen, weights.score(Kind.KEY_POINT, seen)));
		}
		candidates.sort(Comparator.comparingDouble(Ranked::score)
			.reversed()
			.thenComparing((candidate) -> candidate.utterance().index()));
		return new Ranking(candidates, terms);
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

	List<Ranked> all() {
		return this.candidates;
	}

	/** The utterances by rank. */
	List<Utterance> ranked() {
		return this.candidates.stream().map(Ranked::utterance).toList();
	}

	/**
	 * The best utterances that differ from each other, one of each thread first, by the
	 * order of the threads' starts and in the order they were said.
	 * @param threads the largest first; none where the order they were said is all
	 */
	List<Utterance> pick(int sentences, int words, List<List<MessageDocument>> threads) {
		Pick pick = new Pick(words, new ArrayList<>(), new HashSet<>(), new HashSet<>());
		List<Ranked> left = new ArrayList<>(this.candidates);
		Map<String, Integer> starts = starts(threads);
		for (List<MessageDocument> thread : threads.subList(0, Math.min(sentences, threads.size()))) {
			int start = starts.getOrDefault(thread.getFirst().messageId(), 0);
			List<Ranked> said = new ArrayList<>(
					left.stream().filter((candidate) -> start(candidate.utterance(), starts) == start).toList());
			fill(pick, said, pick.picked().size() + 1);
		}
		left.removeAll(pick.picked());
		fill(pick, left, sentences);
		return pick.picked()
			.stream()
			.map(Ranked::utterance)
			.sorted(Comparator.comparingInt((Utterance utterance) -> start(utterance, starts))
				.thenComparingInt(Utterance::index))
			.toList();
	}

	private void fill(Pick pick, List<Ranked> left, int sentences) {
		while (pick.picked().size() < sentences && !left.isEmpty() && pick.used() < pick.words()) {
			Ranked best = best(left, pick.picked(), pick.speakers(), pick.covered());
			left.remove(best);
			if (pick.picked().isEmpty() || pick.used() + cost(best) <= pick.words() + pick.words() / 5) {
				pick.add(best);
			}
		}
	}

	/** By message the place of its thread among them by time. */
	private static Map<String, Integer> starts(List<List<MessageDocument>> threads) {
		Map<String, Integer> starts = new HashMap<>();
		List<List<MessageDocument>> byTime = threads.stream()
			.sorted(Comparator.comparing((List<MessageDocument> thread) -> thread.getFirst().timestamp()))
			.toList();
		for (int i = 0; i < byTime.size(); i++) {
			int place = i;
			byTime.get(i).forEach((message) -> starts.put(message.messageId(), place));
		}
		return starts;
	}

	/** What belongs to no thread comes last. */
	private static int start(Utterance utterance, Map<String, Integer> starts) {
		return starts.getOrDefault(utterance.messageId(), Integer.MAX_VALUE);
	}

	private static int cost(Ranked candidate) {
		return Math.min(candidate.utterance().words(), Prose.LONGEST_SENTENCE) + 2;
	}

	private Ranked best(List<Ranked> left, List<Ranked> picked, Set<String> speakers, Set<String> covered) {
		Ranked best = left.getFirst();
		double highest = Double.NEGATIVE_INFINITY;
		for (Ranked candidate : left) {
			double value = candidate.score() - REDUNDANCY * likeness(candidate, picked)
					+ COVERAGE * uncovered(candidate, covered) / (cost(candidate) + UPKEEP)
					+ (speakers.contains(candidate.utterance().user()) ? 0 : NEW_SPEAKER);
			if (value > highest) {
				highest = value;
				best = candidate;
			}
		}
		return best;
	}

	/** What of the conversation's common words no sentence has said yet. */
	private double uncovered(Ranked candidate, Set<String> covered) {
		return candidate.utterance()
			.stems()
			.stream()
			.distinct()
			.filter((stem) -> !covered.contains(stem))
			.mapToDouble((stem) -> Math.log(this.terms.frequency(stem)))
			.sum();
	}

	private static double likeness(Ranked candidate, List<Ranked> picked) {
		return picked.stream().mapToDouble((other) -> Terms.cosine(candidate.vector(), other.vector())).max().orElse(0);
	}

	/** An utterance that may be picked. */
	record Ranked(Utterance utterance, Map<String, Double> vector, Map<String, Double> traits, double score) {
	}

	/** What was picked so far of so many words, with who said it and what it says. */
	private record Pick(int words, List<Ranked> picked, Set<String> speakers, Set<String> covered) {

		void add(Ranked ranked) {
			this.picked.add(ranked);
			this.speakers.add(ranked.utterance().user());
			this.covered.addAll(ranked.utterance().stems());
		}

		int used() {
			return this.picked.stream().mapToInt(Ranking::cost).sum();
		}

	}

}
