package dev.recap.worker.summary;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** An engine could not make a summary. */
public final class EngineException extends RuntimeException {

	private final Reason reason;

	public EngineException(String message, @Nullable Throwable cause) {
		this(Reason.AWAY, message, cause);
	}

	public EngineException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/** Why it could not. */
	public enum Reason {

		/** What it depends on is away; later it may be there. */
		AWAY,

		/** The call would have cost more than is allowed. */
		OVER_BUDGET,

		/** What it made could not be used, twice. */
		UNUSABLE;

		/** Whether another try may help. */
		public boolean passes() {
			return this == AWAY;
		}

		String json() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
