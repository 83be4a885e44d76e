package dev.recap.worker.summary.thread;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How much each trait counts for one message going on from another; learned by the
 * evaluation module from annotated channels.
 */
public record ThreadWeights(Map<String, Double> byTrait) {

	private static final String FILE = "thread-weights.txt";

	public ThreadWeights {
		byTrait = Map.copyOf(byTrait);
	}

	/** Those that come with the worker. */
	public static ThreadWeights packaged() {
		try (InputStream in = Objects.requireNonNull(ThreadWeights.class.getResourceAsStream(FILE), FILE)) {
			Map<String, Double> weights = new HashMap<>();
			new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map((line) -> line.split("\t"))
				.forEach((parts) -> weights.put(parts[0], Double.valueOf(parts[1])));
			return new ThreadWeights(weights);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** As an array in the traits' order. */
	double[] toArray() {
		double[] weights = new double[Trait.COUNT];
		for (Trait trait : Trait.values()) {
			weights[trait.ordinal()] = this.byTrait.getOrDefault(trait.label(), 0.0);
		}
		return weights;
	}

}
