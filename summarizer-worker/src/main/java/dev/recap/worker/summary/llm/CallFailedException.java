package dev.recap.worker.summary.llm;

/** A call failed. */
final class CallFailedException extends RuntimeException {

	private final transient CallFailure failure;

	CallFailedException(CallFailure failure) {
		super(failure.message(), null, false, false);
		this.failure = failure;
	}

	CallFailure failure() {
		return this.failure;
	}

}
