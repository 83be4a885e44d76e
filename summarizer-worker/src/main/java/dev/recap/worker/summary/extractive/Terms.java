package dev.recap.worker.summary.extractive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** How common each stem is in a conversation, and utterances as TF-IDF vectors of it. */
final class Terms {

	private final Map<String, Integer> frequencies = new HashMap<>();

	private final int utterances;

	Terms(List<Utterance> utterances) {
		this.utterances = utterances.size();
		for (Utterance utterance : utterances) {
			new HashSet<>(utterance.stems()).forEach((stem) -> this.frequencies.merge(stem, 1, Integer::sum));
		}
	}

	int distinct() {
		return this.frequencies.size();
	}

	int frequency(String stem) {
		return this.frequencies.getOrDefault(stem, 0);
	}

	/** What an utterance touches of what the conversation is about; cheap to compute. */
	double mass(Utterance utterance) {
		double mass = utterance.stems()
			.stream()
			.distinct()
			.mapToDouble((stem) -> Math.log(1.0 + frequency(stem)))
			.sum();
		return mass / Math.sqrt(6.0 + utterance.words());
	}

	/** The utterance as a vector of length one. */
	Map<String, Double> vector(Utterance utterance) {
		Map<String, Double> vector = new HashMap<>();
		for (String stem : utterance.stems()) {
			vector.merge(stem, Math.log(1.0 + (double) this.utterances / Math.max(1, frequency(stem))), Double::sum);
		}
		double length = Math.sqrt(vector.values().stream().mapToDouble((weight) -> weight * weight).sum());
		vector.replaceAll((stem, weight) -> weight / length);
		return vector;
	}

	static double cosine(Map<String, Double> one, Map<String, Double> two) {
		Map<String, Double> smaller = (one.size() <= two.size()) ? one : two;
		Map<String, Double> larger = (smaller == one) ? two : one;
		double sum = 0;
		for (Map.Entry<String, Double> entry : smaller.entrySet()) {
			sum += entry.getValue() * larger.getOrDefault(entry.getKey(), 0.0);
		}
		return sum;
	}

}
