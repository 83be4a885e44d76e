package dev.recap.schema.store;

/**
 * Fields of a conversation's document that retention goes by; all times are the broker's,
 * so that imported history is as old as its import.
 */
public final class RetentionFields {

	/** When something last was said, changed or restored. */
	public static final String ACTIVE_AT = "active_at";

	/**
	 * Which rule it falls under: {@link #CONVERSATION}, {@link #SESSION} or {@link #OWN}.
	 */
	public static final String KEPT_AS = "kept_as";

	/** When it expires under a retention of its own; absent without one. */
	public static final String EXPIRES_AT = "expires_at";

	/** When it was softly deleted; absent while it is not. */
	public static final String HIDDEN_SINCE = "hidden_since";

	/**
	 * When it ended; absent while it has not, and once it is in the bucket as it ended.
	 */
	public static final String ENDED_SINCE = "ended_since";

	/** Whether it began as a session, in this life. */
	public static final String IS_SESSION = "is_session";

	public static final String CONVERSATION = "conversation";

	public static final String SESSION = "session";

	public static final String OWN = "own";

	private RetentionFields() {
	}

}
