package dev.recap.worker.budget;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** A call was not made because a budget has not enough left. */
public final class OverBudgetException extends RuntimeException {

	private final @Nullable Duration retryAfter;

	OverBudgetException(String message, @Nullable Duration retryAfter) {
		super(message, null, false, false);
		this.retryAfter = retryAfter;
	}

	/** When the budget begins anew; null when it never does. */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
