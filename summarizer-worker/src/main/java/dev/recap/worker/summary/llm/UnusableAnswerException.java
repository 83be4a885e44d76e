package dev.recap.worker.summary.llm;

/** A model's answer could not be used; the message says why, for the model to read. */
final class UnusableAnswerException extends RuntimeException {

	UnusableAnswerException(String reason) {
		super(reason, null, false, false);
	}

}
