package dev.recap.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.recap.evaluation.LogisticRegression.Example;
import dev.recap.evaluation.Sample.Truth;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.summary.extractive.ExtractiveEngine;
import dev.recap.worker.summary.extractive.Observation;
import dev.recap.worker.summary.extractive.Weights;

/**
 * Learns the extractive engine's weights from AMI, QMSum, ConvoSumm and W3C, whose
 * licences allow it, and prints what weights learned without a conversation make of it.
 */
public final class Learning {

	private static final int FOLDS = 5;

	/** To miss one costs more than to hold something for one. */
	private static final double HIT = 2;

	private static final double RIDGE = 0.02;

	/** What has the form of one is one where the examples say nothing else. */
	private static final Map<String, Double> ACTION_PRIOR = Map.of("marked", 2.0, "assigned", 2.0, "told", 1.0,
			"promised", 1.0, "bound", 1.0, "requested", 1.0, "shared", 1.0, "bare", -1.0);

	private static final Map<String, Double> DECISION_PRIOR = Map.of("marked", 2.0, "outright", 1.0, "voted", 1.0,
			"agreed", 1.0, "restated", 1.0, "put to the vote", 1.0, "voted, others restated", 0.0);

	private static final String FILE = "summarizer-worker/src/main/resources/dev/recap/worker/summary/extractive/weights.txt";

	private final DataSets data = DataSets.configured();

	private final Worth worth = new Worth();

	private final ExtractiveEngine observer = new ExtractiveEngine();

	private final Map<String, List<Sample>> samples = new HashMap<>();

	private final Map<String, Map<Sample, List<Observation>>> observed = new HashMap<>();

	public static void main(String[] args) throws IOException {
		Locale.setDefault(Locale.ROOT);
		new Learning().run();
	}

	private void run() throws IOException {
		for (String name : List.of(DataSets.AMI, DataSets.QMSUM, DataSets.CONVOSUMM, DataSets.W3C)) {
			this.samples.put(name, this.data.read(name));
			Map<Sample, List<Observation>> all = new HashMap<>();
			this.samples.get(name).forEach((sample) -> all.put(sample, this.observer.observe(sample.messages())));
			this.samples.get(name).forEach((sample) -> this.worth.read(sample.reference()));
			this.observed.put(name, all);
		}
		crossValidate();
		write(learn(-1));
	}

	private void crossValidate() {
		Map<String, List<Map.Entry<Sample, ExtractiveEngine>>> engines = new TreeMap<>();
		for (int fold = 0; fold < FOLDS; fold++) {
			ExtractiveEngine engine = new ExtractiveEngine(learn(fold));
			int held = fold;
			this.samples.forEach((name, all) -> {
				for (int i = held; i < all.size(); i += FOLDS) {
					engines.computeIfAbsent(name, (key) -> new ArrayList<>()).add(Map.entry(all.get(i), engine));
				}
			});
		}
		engines.forEach((name, held) -> report(name, this.samples.get(name), held));
	}

	private static void report(String name, List<Sample> samples, List<Map.Entry<Sample, ExtractiveEngine>> held) {
		Map<Sample, Measures> measures = new HashMap<>();
		held.forEach((entry) -> measures.put(entry.getKey(), new Measures(entry.getValue())));
		SummaryType type = name.equals(DataSets.CONVOSUMM) ? SummaryType.BRIEF : SummaryType.DETAILED;
		int words = (type == SummaryType.BRIEF) ? 40 : 300;
		if (!samples.getFirst().reference().isEmpty()) {
			print("held out", name, Measures.rouge(samples,
					(sample) -> Measures.firstWords(measures.get(sample).summary(sample, type), words)));
		}
		for (Kind kind : List.of(Kind.DECISION, Kind.ACTION_ITEM)) {
			if (samples.stream().anyMatch((sample) -> !sample.truths(kind).isEmpty())) {
				print("held out", name, kind + " "
						+ Measures.items(samples, kind, (sample) -> measures.get(sample).highlights(sample, kind)));
			}
		}
	}

	private static void print(String... parts) {
		System.out.println(String.join(" ", parts));
	}

	private Weights learn(int without) {
		Map<Kind, Map<String, Double>> byKind = new EnumMap<>(Kind.class);
		byKind.put(Kind.KEY_POINT, new LogisticRegression(0.001).learn(points(without)));
		byKind.put(Kind.DECISION, items(Kind.DECISION, without, DECISION_PRIOR));
		byKind.put(Kind.ACTION_ITEM, items(Kind.ACTION_ITEM, without, ACTION_PRIOR));
		return new Weights(byKind);
	}

	private Map<String, Double> items(Kind kind, int without, Map<String, Double> prior) {
		List<Example> examples = new ArrayList<>();
		for (String name : List.of(DataSets.W3C, DataSets.AMI)) {
			List<Sample> all = this.samples.get(name);
			for (int i = 0; i < all.size(); i++) {
				Sample sample = all.get(i);
				if (i % FOLDS != without) {
					List<Truth> truths = sample.truths(kind);
					this.observed.get(name)
						.get(sample)
						.stream()
						.filter((seen) -> seen.kind() == kind && !prior.keySet().containsAll(seen.traits().keySet()))
						.forEach((seen) -> {
							boolean hit = truths.stream()
								.anyMatch((truth) -> seen.messageIds().stream().anyMatch(truth.evidence()::contains));
							examples.add(new Example(seen.traits(), hit ? 1 : 0, hit ? HIT : 1));
						});
				}
			}
		}
		Map<String, Double> everywhere = new HashMap<>(prior);
		for (String register : List.of("minuted ", "spoken ")) {
			everywhere.put(register + "assigned", prior.getOrDefault("assigned", 0.0));
		}
		return new LogisticRegression(RIDGE).learn(examples, everywhere);
	}

	private List<Example> points(int without) {
		List<Example> examples = new ArrayList<>();
		this.samples.forEach((name, all) -> {
			for (int i = 0; i < all.size(); i++) {
				if (i % FOLDS != without && !all.get(i).reference().isEmpty()) {
					Sample sample = all.get(i);
					List<Observation> seen = this.observed.get(name).get(sample);
					double weight = 1.0 / (seen.size() * all.size());
					seen.forEach((point) -> examples
						.add(new Example(point.traits(), this.worth.of(point.text(), sample.reference()), weight)));
				}
			}
		});
		return examples;
	}

	private void write(Weights weights) throws IOException {
		List<String> lines = new ArrayList<>();
		weights.byKind().forEach((kind, learned) -> new TreeMap<>(learned).forEach((trait, weight) -> {
			if (weight != 0) {
				lines.add("%s\t%s\t%.4f".formatted(kind, trait, weight));
			}
		}));
		Files.write(Path.of(FILE), lines);
		lines.forEach(System.out::println);
	}

}
