package dev.recap.worker.summary.extractive;

import java.time.LocalDate;
import java.util.List;

import dev.recap.schema.summary.Highlight.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An utterance that does something: promises, decides or asks.
 *
 * @param proof the utterances that make it what it is, its own first
 */
record Found(Kind kind, Utterance utterance, @Nullable String owner, @Nullable LocalDate due, List<Utterance> proof) {

	static Found of(Kind kind, Utterance utterance) {
		return new Found(kind, utterance, null, null, List.of(utterance));
	}

}
