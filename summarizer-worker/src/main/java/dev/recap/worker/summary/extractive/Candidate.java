package dev.recap.worker.summary.extractive;

import java.util.Map;

/**
 * What has the form of a highlight, to be weighed.
 *
 * @param traits what can be seen of it, by name
 */
record Candidate(Found found, Map<String, Double> traits) {

	Observation observation(String text) {
		return new Observation(this.found.kind(), text,
				this.found.proof().stream().map(Utterance::messageId).distinct().toList(), this.traits);
	}

}
