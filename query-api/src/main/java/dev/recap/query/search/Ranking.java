package dev.recap.query.search;

import java.util.Collection;
import java.util.Map;

/** Scores a text by the terms it has of those searched for, after BM25. */
final class Ranking {

	private static final double SATURATION = 1.2;

	private static final double LENGTH_WEIGHT = 0.75;

	/** Terms of a usual message. */
	private static final double USUAL_LENGTH = 10;

	/** Frequencies are not counted beyond this, so it stands for "all". */
	private static final double POPULATION = 2 * Candidates.PER_TERM;

	private final Map<String, Long> frequencies;

	/**
	 * Ranks by frequencies.
	 * @param frequencies in how many messages each term is
	 */
	Ranking(Map<String, Long> frequencies) {
		this.frequencies = Map.copyOf(frequencies);
	}

	/** 0 when the text has none of the terms; higher is better. */
	double score(Collection<String> terms) {
		double norm = (SATURATION + 1)
				/ (1 + SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * terms.size() / USUAL_LENGTH));
		double score = 0;
		for (Map.Entry<String, Long> term : this.frequencies.entrySet()) {
			if (terms.contains(term.getKey())) {
				score += Math.log(1 + POPULATION / (term.getValue() + 1)) * norm;
			}
		}
		return Math.round(score * 1000) / 1000.0;
	}

}
