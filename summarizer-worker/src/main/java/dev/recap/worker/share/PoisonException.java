package dev.recap.worker.share;

/** A record that can never be worked off; its message is the reason. */
public final class PoisonException extends RuntimeException {

	public PoisonException(String reason) {
		super(reason, null, false, false);
	}

}
