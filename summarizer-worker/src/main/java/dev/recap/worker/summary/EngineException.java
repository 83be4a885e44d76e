package dev.recap.worker.summary;

import org.jspecify.annotations.Nullable;

/** An engine could not make a summary. */
public final class EngineException extends RuntimeException {

	public EngineException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
