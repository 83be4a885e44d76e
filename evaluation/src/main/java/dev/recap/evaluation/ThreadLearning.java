package dev.recap.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.recap.evaluation.LogisticRegression.Example;
import dev.recap.worker.summary.thread.Choice;
import dev.recap.worker.summary.thread.Choice.Option;
import dev.recap.worker.summary.thread.ThreadWeights;
import dev.recap.worker.summary.thread.Threads;

/**
 * Learns the weights that tell threads apart from two thirds of the annotated days: what
 * a message goes on from is to outweigh each other that it might. Prints what weights
 * learned without a part of those days make of it.
 */
public final class ThreadLearning {

	/** Traits tell of threads, so that what was learned decides what is seen next. */
	private static final int ROUNDS = 4;

	private static final int FOLDS = 2;

	private static final int RIVALS = 12;

	/** A start missed merges two threads, which costs more than one link. */
	private static final double BOLDEST = 3;

	private static final double BOLDER = 0.25;

	private static final double RIDGE = 0.001;

	private static final ThreadWeights START = new ThreadWeights(
			Map.of("to them last", 4.0, "to me last", 3.0, "own last", 2.0, "distance", -0.5, "start", 1.0));

	private static final String FILE = "summarizer-worker/src/main/resources/dev/recap/worker/summary/thread/thread-weights.txt";

	private ThreadLearning() {
	}

	public static void main(String[] args) throws IOException {
		Locale.setDefault(Locale.ROOT);
		List<ChannelDay> days = new ArrayList<>(DataSets.configured().channelDays());
		days.removeAll(ChannelDay.heldOut(days));
		for (int fold = 0; fold < FOLDS; fold++) {
			report(days, fold);
		}
		ThreadWeights weights = learn(days);
		System.out.println("learned from: " + measure(days, weights));
		write(weights);
	}

	private static void report(List<ChannelDay> days, int fold) {
		List<ChannelDay> held = new ArrayList<>();
		for (int i = fold; i < days.size(); i += FOLDS) {
			held.add(days.get(i));
		}
		List<ChannelDay> others = days.stream().filter((day) -> !held.contains(day)).toList();
		System.out.println("learned without: " + measure(held, learn(others)));
	}

	private static String measure(List<ChannelDay> days, ThreadWeights weights) {
		return new Disentangling(days).measure((messages) -> Threads.of(messages, weights).parents());
	}

	private static ThreadWeights learn(List<ChannelDay> days) {
		ThreadWeights weights = START;
		for (int round = 0; round < ROUNDS; round++) {
			List<Example> examples = new ArrayList<>();
			for (ChannelDay day : days) {
				Threads.observe(day.messages(), weights, (choice) -> examples.addAll(examples(choice, day)));
			}
			weights = new ThreadWeights(new LogisticRegression(RIDGE).learn(examples, Map.of()));
		}
		return calibrated(days, weights);
	}

	/**
	 * How readily a thread starts is set by the threads that come out, not by links
	 * alone.
	 */
	private static ThreadWeights calibrated(List<ChannelDay> days, ThreadWeights weights) {
		Disentangling measures = new Disentangling(days);
		ThreadWeights best = weights;
		double highest = 0;
		for (double more = 0; more <= BOLDEST; more += BOLDER) {
			Map<String, Double> bolder = new HashMap<>(weights.byTrait());
			bolder.merge("start", more, Double::sum);
			ThreadWeights tried = new ThreadWeights(bolder);
			double worth = measures.worth((messages) -> Threads.of(messages, tried).parents());
			if (worth > highest) {
				highest = worth;
				best = tried;
			}
		}
		return best;
	}

	/** What was right against its strongest rivals, trait by trait. */
	private static List<Example> examples(Choice choice, ChannelDay day) {
		Set<String> parents = day.parents().get(choice.messageId());
		if (parents == null) {
			return List.of();
		}
		List<Option> right = new ArrayList<>();
		List<Option> rivals = new ArrayList<>();
		for (Option option : choice.options()) {
			boolean isRight = (option.parentId() != null) ? parents.contains(option.parentId()) : parents.isEmpty();
			(isRight ? right : rivals).add(option);
		}
		rivals.sort(Comparator.comparingDouble(Option::score).reversed());
		List<Example> examples = new ArrayList<>();
		for (Option option : right) {
			rivals.stream()
				.limit(RIVALS)
				.forEach((rival) -> examples.add(new Example(difference(option, rival), 1, 1.0 / right.size())));
		}
		return examples;
	}

	private static Map<String, Double> difference(Option right, Option rival) {
		Map<String, Double> difference = new HashMap<>();
		Set<String> traits = new HashSet<>(right.traits().keySet());
		traits.addAll(rival.traits().keySet());
		for (String trait : traits) {
			double value = right.traits().getOrDefault(trait, 0.0) - rival.traits().getOrDefault(trait, 0.0);
			if (value != 0) {
				difference.put(trait, value);
			}
		}
		return difference;
	}

	private static void write(ThreadWeights weights) throws IOException {
		List<String> lines = new ArrayList<>();
		new TreeMap<>(weights.byTrait()).forEach((trait, weight) -> {
			if (weight != 0) {
				lines.add("%s\t%.4f".formatted(trait, weight));
			}
		});
		Files.write(Path.of(FILE), lines);
		lines.forEach(System.out::println);
	}

}
