package dev.recap.worker.background;

/** The worker stops; what it was doing is done again by whoever is given the request. */
public final class StoppedException extends RuntimeException {

	public StoppedException(Throwable cause) {
		super(cause);
	}

}
