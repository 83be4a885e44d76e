package dev.recap.worker.summary.llm;

import java.time.Duration;

import dev.langchain4j.exception.HttpException;
import org.jspecify.annotations.Nullable;

/** A server answered with an error; it may have said when to come back. */
final class HttpFailure extends HttpException {

	private final @Nullable Duration retryAfter;

	HttpFailure(int status, String body, @Nullable Duration retryAfter) {
		super(status, body);
		this.retryAfter = retryAfter;
	}

	@Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
