package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.stemmer.PorterStemmer;
import opennlp.tools.tokenize.TokenizerME;

/**
 * Finds the words and noun phrases a conversation is about, by frequency, spread over
 * speakers and part of speech.
 */
final class Keywords {

	private static final int MOST = 10;

	private static final int TAGGED = 100;

	private static final int LONGEST_PHRASE = 3;

	private final Models models;

	private final Participants participants;

	private final Tongue tongue;

	private final Map<String, Stat> stats = new TreeMap<>();

	private final Map<String, Phrase> phrases = new TreeMap<>();

	private final PorterStemmer stemmer = new PorterStemmer();

	Keywords(Models models, Participants participants, Tongue tongue) {
		this.models = models;
		this.tongue = tongue;
		this.participants = participants;
	}

	/**
	 * @param ranked the utterances worth tagging, the best first
	 */
	List<String> find(List<Utterance> utterances, List<Utterance> ranked) {
		utterances.forEach(this::count);
		if (this.tongue.isEnglish()) {
			tag(ranked.stream().limit(TAGGED).toList());
		}
		return best();
	}

	private void count(Utterance utterance) {
		for (String word : this.tongue.words(utterance.said())) {
			if (this.tongue.isContent(word) && !this.participants.isName(word)) {
				Stat stat = this.stats.computeIfAbsent(this.tongue.stem(this.stemmer, word),
						(stem) -> new Stat(this.stats.size()));
				stat.surfaces.merge(word, 1, Integer::sum);
				stat.speakers.add(utterance.user());
				stat.count++;
			}
		}
	}

	private void tag(List<Utterance> utterances) {
		TokenizerME tokenizer = new TokenizerME(this.models.tokens());
		POSTaggerME tagger = new POSTaggerME(this.models.tags());
		for (Utterance utterance : utterances) {
			String[] tokens = tokenizer.tokenize(utterance.said());
			note(tokens, tagger.tag(tokens));
		}
	}

	private void note(String[] tokens, String[] tags) {
		List<String> run = new ArrayList<>();
		for (int i = 0; i < tokens.length; i++) {
			List<String> words = Words.of(tokens[i]);
			String word = (words.size() == 1) ? words.getFirst() : "";
			boolean noun = tags[i].equals("NOUN") || tags[i].equals("PROPN");
			Stat stat = this.stats.get(Words.stem(this.stemmer, word));
			if (stat != null && Words.isContent(word)) {
				stat.tagged++;
				stat.nouns += noun ? 1 : 0;
			}
			boolean fits = stat != null && Words.isContent(word) && (noun || tags[i].equals("ADJ"));
			if (fits) {
				run.add(word);
				note(run, noun);
			}
			else {
				run.clear();
			}
		}
	}

	private void note(List<String> run, boolean endsInNoun) {
		for (int length = 2; endsInNoun && length <= Math.min(LONGEST_PHRASE, run.size()); length++) {
			List<String> words = List.copyOf(run.subList(run.size() - length, run.size()));
			List<String> stems = words.stream().map((word) -> Words.stem(this.stemmer, word)).toList();
			if (new HashSet<>(stems).size() == length) {
				this.phrases.computeIfAbsent(String.join(" ", stems), (key) -> new Phrase(words, stems)).count++;
			}
		}
	}

	private List<String> best() {
		Map<String, Double> scores = new HashMap<>();
		this.stats.forEach((stem, stat) -> scores.put(stem, stat.score()));
		List<Scored> all = new ArrayList<>();
		scores.forEach((stem, score) -> all.add(new Scored(surface(stem), Set.of(stem), score, statOf(stem).first)));
		this.phrases.values()
			.stream()
			.filter(this::isFixed)
			.forEach((phrase) -> all.add(new Scored(String.join(" ", phrase.words), Set.copyOf(phrase.stems),
					phrase.score(scores), statOf(phrase.stems.getFirst()).first)));
		all.sort(Comparator.comparingDouble(Scored::score).reversed().thenComparingInt(Scored::first));
		return distinct(all);
	}

	/** Words that hardly stand apart, and stand together more than once, are one term. */
	private boolean isFixed(Phrase phrase) {
		int rarest = phrase.stems.stream().mapToInt((stem) -> statOf(stem).count).min().orElse(0);
		return phrase.count >= 2 && phrase.count * 5 >= rarest * 4;
	}

	private Stat statOf(String stem) {
		return this.stats.getOrDefault(stem, new Stat(Integer.MAX_VALUE));
	}

	private String surface(String stem) {
		return statOf(stem).surfaces.entrySet()
			.stream()
			.max(Map.Entry.<String, Integer>comparingByValue()
				.thenComparing(Map.Entry.<String, Integer>comparingByKey().reversed()))
			.map(Map.Entry::getKey)
			.orElse(stem);
	}

	private static List<String> distinct(List<Scored> all) {
		List<String> keywords = new ArrayList<>();
		Set<String> covered = new HashSet<>();
		for (Scored scored : all) {
			if (keywords.size() < MOST && scored.stems().stream().noneMatch(covered::contains)) {
				keywords.add(Text.limit(scored.text(), 60));
				covered.addAll(scored.stems());
			}
		}
		return List.copyOf(keywords);
	}

	private record Scored(String text, Set<String> stems, double score, int first) {
	}

	/** What is known of a stem. */
	private static final class Stat {

		private final Map<String, Integer> surfaces = new HashMap<>();

		private final Set<String> speakers = new HashSet<>();

		private final int first;

		private int count;

		private int tagged;

		private int nouns;

		Stat(int first) {
			this.first = first;
		}

		double score() {
			double noun = (this.tagged == 0) ? 0.5 : 0.35 + 0.65 * this.nouns / this.tagged;
			return Math.pow(this.count, 0.9) * noun * (1 + 0.25 * Math.log(this.speakers.size()));
		}

	}

	/** What is known of a noun phrase. */
	private static final class Phrase {

		private final List<String> words;

		private final List<String> stems;

		private int count;

		Phrase(List<String> words, List<String> stems) {
			this.words = words;
			this.stems = stems;
		}

		double score(Map<String, Double> scores) {
			double best = this.stems.stream().mapToDouble((stem) -> scores.getOrDefault(stem, 0.0)).max().orElse(0);
			return best * (1 + 0.1 * this.count);
		}

	}

}
