package dev.recap.gateway.chat;

import dev.recap.schema.reply.ReplyEvent.ReplyDelta;
import org.jspecify.annotations.Nullable;

/**
 * The text of an answer as the client has it, over however many attempts: an attempt that
 * follows a killed worker goes on only where it says the same again.
 */
final class ReplyText {

	private final StringBuilder sent = new StringBuilder();

	private int attempt;

	/** An attempt says something else than the client has been told. */
	static final class DivergedException extends RuntimeException {

		DivergedException() {
			super("The answer broke off in the middle; send the message again", null, false, false);
		}

	}

	/**
	 * What of a delta is new to the client; null when nothing is.
	 * @throws DivergedException when it contradicts what the client has
	 */
	@Nullable String next(ReplyDelta delta) {
		if (delta.attempt() < this.attempt) {
			return null;
		}
		this.attempt = delta.attempt();
		return append(delta.offset(), delta.delta());
	}

	/** What is left of the complete text; null when nothing is. */
	@Nullable String rest(String complete) {
		if (complete.length() < this.sent.length()) {
			throw new DivergedException();
		}
		return append(0, complete);
	}

	private @Nullable String append(int offset, String text) {
		int known = this.sent.length();
		if (offset > known) {
			throw new DivergedException();
		}
		int overlap = Math.min(known - offset, text.length());
		if (!this.sent.substring(offset, offset + overlap).contentEquals(text.substring(0, overlap))) {
			throw new DivergedException();
		}
		String more = text.substring(overlap);
		this.sent.append(more);
		return more.isEmpty() ? null : more;
	}

}
