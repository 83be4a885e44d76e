package dev.recap.worker.model;

import java.time.Duration;

import dev.langchain4j.exception.HttpException;
import org.jspecify.annotations.Nullable;

/** A server answered with an error; it may have said when to come back. */
public final class HttpFailure extends HttpException {

	private final @Nullable Duration retryAfter;

	HttpFailure(int status, String body, @Nullable Duration retryAfter) {
		super(status, body);
		this.retryAfter = retryAfter;
	}

	/** When the server wants to be asked again; null when it did not say. */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
