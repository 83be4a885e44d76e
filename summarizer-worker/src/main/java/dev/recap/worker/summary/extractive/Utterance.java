package dev.recap.worker.summary.extractive;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One sentence somebody said.
 *
 * @param index its place in the conversation
 * @param message the place of its message
 * @param quote the sentence, verbatim
 * @param said the sentence without the name it is addressed to
 * @param plain {@code said} in lower case, with straight apostrophes and without fillers
 * in front; empty in a language whose cues are not known
 * @param words how many words it has
 * @param stems its words of content, stemmed
 * @param addressee the participant it is addressed to
 */
record Utterance(int index, int message, String messageId, String user, Instant timestamp, String quote, String said,
		String plain, int words, List<String> stems, @Nullable String addressee) {

	boolean isQuestion() {
		return Questions.isQuestion(this);
	}

}
