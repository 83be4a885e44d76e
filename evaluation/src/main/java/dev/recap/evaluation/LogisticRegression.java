package dev.recap.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.recap.worker.summary.extractive.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Logistic regression with ridge by full-batch gradient descent over standardized traits;
 * targets may be shares between 0 and 1, and the same examples give the same weights.
 */
final class LogisticRegression {

	private static final int ROUNDS = 400;

	private static final double STEP = 1.0;

	private final double ridge;

	LogisticRegression(double ridge) {
		this.ridge = ridge;
	}

	/** Something seen, and how far it was what is sought. */
	record Example(Map<String, Double> traits, double target, double weight) {
	}

	Map<String, Double> learn(List<Example> examples) {
		List<String> names = names(examples, Map.of());
		double[][] rows = rows(examples, names);
		double[] means = new double[names.size()];
		for (int i = 0; i < means.length; i++) {
			int column = i;
			means[i] = Arrays.stream(rows).mapToDouble((row) -> row[column]).average().orElse(0);
		}
		return learn(examples, names, rows, means, Map.of());
	}

	/**
	 * Without a constant: what no example has the traits of keeps its prior weights.
	 * @param prior what the weights are where the examples say nothing
	 */
	Map<String, Double> learn(List<Example> examples, Map<String, Double> prior) {
		List<String> names = names(examples, prior);
		return learn(examples, names, rows(examples, names), null, prior);
	}

	private Map<String, Double> learn(List<Example> examples, List<String> names, double[][] rows,
			double @Nullable [] means, Map<String, Double> prior) {
		double[] scales = scale(rows, names.size(), means);
		double[] start = new double[names.size() + 1];
		for (int i = 0; i < names.size(); i++) {
			start[i] = prior.getOrDefault(names.get(i), 0.0) * scales[i];
		}
		double[] weights = descend(rows, examples, start, means != null);
		Map<String, Double> learned = new LinkedHashMap<>();
		double always = weights[names.size()];
		for (int i = 0; i < names.size(); i++) {
			learned.put(names.get(i), weights[i] / scales[i]);
			always -= (means != null) ? weights[i] * means[i] / scales[i] : 0;
		}
		learned.put(Weights.ALWAYS, always);
		return learned;
	}

	private static List<String> names(List<Example> examples, Map<String, Double> prior) {
		Set<String> names = new TreeSet<>(prior.keySet());
		examples.forEach((example) -> names.addAll(example.traits().keySet()));
		return List.copyOf(names);
	}

	private static double[][] rows(List<Example> examples, List<String> names) {
		return examples.stream()
			.map((example) -> names.stream().mapToDouble((name) -> example.traits().getOrDefault(name, 0.0)).toArray())
			.toArray(double[][]::new);
	}

	/** Brings the columns to a spread of one, around their means where given. */
	private static double[] scale(double[][] rows, int columns, double @Nullable [] means) {
		double[] scales = new double[columns];
		for (int i = 0; i < columns; i++) {
			int column = i;
			double mean = (means != null) ? means[i] : 0;
			double spread = Arrays.stream(rows)
				.mapToDouble((row) -> (row[column] - mean) * (row[column] - mean))
				.average()
				.orElse(0);
			scales[i] = (spread > 0) ? Math.sqrt(spread) : 1;
			for (double[] row : rows) {
				row[i] = (row[i] - mean) / scales[i];
			}
		}
		return scales;
	}

	private double[] descend(double[][] rows, List<Example> examples, double[] start, boolean constant) {
		int traits = rows[0].length;
		double all = examples.stream().mapToDouble(Example::weight).sum();
		double[] weights = start.clone();
		for (int round = 0; round < ROUNDS; round++) {
			double[] slope = new double[traits + 1];
			for (int i = 0; i < rows.length; i++) {
				Example example = examples.get(i);
				double error = example.weight() * (probability(weights, rows[i]) - example.target());
				for (int j = 0; j < traits; j++) {
					slope[j] += error * rows[i][j];
				}
				slope[traits] += error;
			}
			for (int j = 0; j < (constant ? traits + 1 : traits); j++) {
				double pull = this.ridge * (weights[j] - start[j]);
				weights[j] -= STEP * (slope[j] / all + pull);
			}
		}
		return weights;
	}

	private static double probability(double[] weights, double[] row) {
		double sum = weights[row.length];
		for (int j = 0; j < row.length; j++) {
			sum += weights[j] * row[j];
		}
		return 1 / (1 + Math.exp(-sum));
	}

}
