package dev.recap.worker.summary.thread;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What may speak for or against one line going on from another; those that begin with
 * START speak for or against it starting a thread.
 */
enum Trait {

	ADJACENT, NEARNESS, DISTANCE, MINUTES, MINUTES_OVER_FIVE, MINUTES_OVER_FIFTEEN,

	OWN, OWN_LAST, OWN_LAST_ADJACENT, OWN_LAST_NEAR, OWN_LAST_SAME_ADDRESSEE, OWN_LAST_MINUTES, OWN_OTHER_ADDRESSEE,
	OWN_LAST_AWAITED,

	TO_THEM, TO_THEM_LAST, TO_THEM_TO_ME, TO_THEM_LAST_TO_ME, TO_THEM_TO_OTHER, TO_THEM_ASKED, TO_THEM_BARE,
	TO_THEM_DISTANCE,

	TO_ME, TO_ME_LAST, TO_ME_UNANSWERED, TO_ME_BARE, TO_ME_TO_OTHER, TO_ME_DISTANCE, TO_ME_THANKS,

	SAME_ADDRESSEE, ELSEWHERE, EARLIER_TO_OTHER, BARE, BARE_ADJACENT, BARE_NEAR,

	ASKED, ASKED_BARE, ASKED_NEAR, ANSWER_TO_ASKED, THANKS, MENTIONED, MENTIONED_BY,

	THEIR_LAST, TALKED, TALKED_LAST,

	COSINE, COSINE_OWN, COSINE_BARE, RARE,

	MY_THREAD, MY_THREAD_LAST, MY_THREAD_BARE, THREAD_LAST, THREAD_HAS_ME, THREAD_HAS_ADDRESSEE, ADDRESSEE_THREAD,
	THREAD_STARTER,

	START, START_QUESTION, START_ADDRESSED, START_ADDRESSED_SILENT, START_NEW_SPEAKER, START_NEW_QUESTION,
	START_GREETING, START_WORDS, START_SHORT, START_IDLE, START_ANSWER, START_THANKS, START_AWAITED, START_QUIET,
	START_UNLIKE;

	static final int COUNT = values().length;

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/** The traits that are there, by name. */
	static Map<String, Double> named(double[] values) {
		Map<String, Double> named = new TreeMap<>();
		for (Trait trait : values()) {
			if (values[trait.ordinal()] != 0) {
				named.put(trait.label(), values[trait.ordinal()]);
			}
		}
		return named;
	}

}
